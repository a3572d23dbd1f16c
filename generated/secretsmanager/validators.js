// Generated from model/ by codegen (npm run codegen). Do not edit.
import { addErrors } from "../../src/protocol/constraints/add-errors.ts";
import { codePointLength } from "../../src/protocol/constraints/code-point-length.ts";

const func2 = codePointLength;

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Key !== undefined){
let data0 = data.Key;
if(typeof data0 === "string"){
if(func2(data0) > 128){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"minLength"}]); errors++;
}
}
}
if(data.Value !== undefined){
let data1 = data.Value;
if(typeof data1 === "string"){
if(func2(data1) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Value",keyword:"maxLength"}]); errors++;
}
}
}
}
validate22.errors = vErrors;
return errors === 0;
}

const pattern0 = new RegExp("^([a-z]+-)+\\d+$", "u");

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Region !== undefined){
let data0 = data.Region;
if(typeof data0 === "string"){
if(func2(data0) > 128){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Region",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Region",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Region",keyword:"pattern"}]); errors++;
}
}
}
if(data.KmsKeyId !== undefined){
let data1 = data.KmsKeyId;
if(typeof data1 === "string"){
if(func2(data1) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/KmsKeyId",keyword:"maxLength"}]); errors++;
}
}
}
}
validate24.errors = vErrors;
return errors === 0;
}


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Name"}}]); errors++;
}
if(data.Name !== undefined){
let data0 = data.Name;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"minLength"}]); errors++;
}
}
}
if(data.ClientRequestToken !== undefined){
let data1 = data.ClientRequestToken;
if(typeof data1 === "string"){
if(func2(data1) > 64){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ClientRequestToken",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 32){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ClientRequestToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.Description !== undefined){
let data2 = data.Description;
if(typeof data2 === "string"){
if(func2(data2) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Description",keyword:"maxLength"}]); errors++;
}
}
}
if(data.KmsKeyId !== undefined){
let data3 = data.KmsKeyId;
if(typeof data3 === "string"){
if(func2(data3) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/KmsKeyId",keyword:"maxLength"}]); errors++;
}
}
}
if(data.SecretBinary !== undefined){
let data4 = data.SecretBinary;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretBinary",keyword:"minBytes"}]); errors++;
}
if(data4.length > 65536){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretBinary",keyword:"maxBytes"}]); errors++;
}
}
}
if(data.SecretString !== undefined){
let data5 = data.SecretString;
if(typeof data5 === "string"){
if(func2(data5) > 65536){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretString",keyword:"maxLength"}]); errors++;
}
if(func2(data5) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretString",keyword:"minLength"}]); errors++;
}
}
}
if(data.Tags !== undefined){
let data6 = data.Tags;
if(Array.isArray(data6)){
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
if(!(validate22(data6[i0], {instancePath:instancePath+"/Tags/" + i0,parentData:data6,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate22.errors);
errors = vErrors.length;
}
}
}
}
if(data.AddReplicaRegions !== undefined){
let data8 = data.AddReplicaRegions;
if(Array.isArray(data8)){
if(data8.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/AddReplicaRegions",keyword:"minItems"}]); errors++;
}
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
if(!(validate24(data8[i1], {instancePath:instancePath+"/AddReplicaRegions/" + i1,parentData:data8,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate24.errors);
errors = vErrors.length;
}
}
}
}
if(data.Type !== undefined){
let data10 = data.Type;
if(typeof data10 === "string"){
if(func2(data10) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Type",keyword:"maxLength"}]); errors++;
}
}
}
if(data.CrossAccountPrimaryARN !== undefined){
let data11 = data.CrossAccountPrimaryARN;
if(typeof data11 === "string"){
if(func2(data11) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/CrossAccountPrimaryARN",keyword:"maxLength"}]); errors++;
}
if(func2(data11) < 20){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/CrossAccountPrimaryARN",keyword:"minLength"}]); errors++;
}
}
}
}
validate21.errors = vErrors;
return errors === 0;
}


function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.SecretId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "SecretId"}}]); errors++;
}
if(data.SecretId !== undefined){
let data0 = data.SecretId;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"minLength"}]); errors++;
}
}
}
}
validate26.errors = vErrors;
return errors === 0;
}


function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.SecretId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "SecretId"}}]); errors++;
}
if(data.SecretId !== undefined){
let data0 = data.SecretId;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"minLength"}]); errors++;
}
}
}
}
validate27.errors = vErrors;
return errors === 0;
}


function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.SecretId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "SecretId"}}]); errors++;
}
if(data.SecretId !== undefined){
let data0 = data.SecretId;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"minLength"}]); errors++;
}
}
}
if(data.VersionId !== undefined){
let data1 = data.VersionId;
if(typeof data1 === "string"){
if(func2(data1) > 64){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionId",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 32){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionId",keyword:"minLength"}]); errors++;
}
}
}
if(data.VersionStage !== undefined){
let data2 = data.VersionStage;
if(typeof data2 === "string"){
if(func2(data2) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionStage",keyword:"maxLength"}]); errors++;
}
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionStage",keyword:"minLength"}]); errors++;
}
}
}
}
validate28.errors = vErrors;
return errors === 0;
}

const pattern1 = new RegExp("^!?[a-zA-Z0-9 :_@/+=.\\-!]*$", "u");

function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Key !== undefined){
let data0 = data.Key;
if(!(((((((data0 === "description") || (data0 === "name")) || (data0 === "tag-key")) || (data0 === "tag-value")) || (data0 === "primary-region")) || (data0 === "owning-service")) || (data0 === "all"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"enum"}]); errors++;
}
}
if(data.Values !== undefined){
let data1 = data.Values;
if(Array.isArray(data1)){
if(data1.length > 10){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values",keyword:"maxItems"}]); errors++;
}
if(data1.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values",keyword:"minItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func2(data2) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values/" + i0,keyword:"maxLength"}]); errors++;
}
if(!pattern1.test(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values/" + i0,keyword:"pattern"}]); errors++;
}
}
}
}
}
}
validate30.errors = vErrors;
return errors === 0;
}


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.MaxResults !== undefined){
let data0 = data.MaxResults;
if(typeof data0 == "number"){
if(data0 > 100 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/MaxResults",keyword:"maximum"}]); errors++;
}
if(data0 < 1 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/MaxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.NextToken !== undefined){
let data1 = data.NextToken;
if(typeof data1 === "string"){
if(func2(data1) > 4096){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/NextToken",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/NextToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.Filters !== undefined){
let data2 = data.Filters;
if(Array.isArray(data2)){
if(data2.length > 10){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Filters",keyword:"maxItems"}]); errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate30(data2[i0], {instancePath:instancePath+"/Filters/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate30.errors);
errors = vErrors.length;
}
}
}
}
if(data.SortOrder !== undefined){
let data4 = data.SortOrder;
if(!((data4 === "asc") || (data4 === "desc"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SortOrder",keyword:"enum"}]); errors++;
}
}
if(data.SortBy !== undefined){
let data5 = data.SortBy;
if(!((((data5 === "created-date") || (data5 === "last-accessed-date")) || (data5 === "last-changed-date")) || (data5 === "name"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SortBy",keyword:"enum"}]); errors++;
}
}
}
validate29.errors = vErrors;
return errors === 0;
}

const pattern2 = new RegExp("^[a-zA-Z0-9\\-]+$", "u");

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.SecretId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "SecretId"}}]); errors++;
}
if(data.SecretId !== undefined){
let data0 = data.SecretId;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"minLength"}]); errors++;
}
}
}
if(data.ClientRequestToken !== undefined){
let data1 = data.ClientRequestToken;
if(typeof data1 === "string"){
if(func2(data1) > 64){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ClientRequestToken",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 32){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ClientRequestToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.SecretBinary !== undefined){
let data2 = data.SecretBinary;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretBinary",keyword:"minBytes"}]); errors++;
}
if(data2.length > 65536){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretBinary",keyword:"maxBytes"}]); errors++;
}
}
}
if(data.SecretString !== undefined){
let data3 = data.SecretString;
if(typeof data3 === "string"){
if(func2(data3) > 65536){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretString",keyword:"maxLength"}]); errors++;
}
if(func2(data3) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretString",keyword:"minLength"}]); errors++;
}
}
}
if(data.VersionStages !== undefined){
let data4 = data.VersionStages;
if(Array.isArray(data4)){
if(data4.length > 20){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionStages",keyword:"maxItems"}]); errors++;
}
if(data4.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionStages",keyword:"minItems"}]); errors++;
}
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(typeof data5 === "string"){
if(func2(data5) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionStages/" + i0,keyword:"maxLength"}]); errors++;
}
if(func2(data5) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/VersionStages/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
if(data.RotationToken !== undefined){
let data6 = data.RotationToken;
if(typeof data6 === "string"){
if(func2(data6) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/RotationToken",keyword:"maxLength"}]); errors++;
}
if(func2(data6) < 36){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/RotationToken",keyword:"minLength"}]); errors++;
}
if(!pattern2.test(data6)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/RotationToken",keyword:"pattern"}]); errors++;
}
}
}
}
validate32.errors = vErrors;
return errors === 0;
}


function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.SecretId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "SecretId"}}]); errors++;
}
if(data.SecretId !== undefined){
let data0 = data.SecretId;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"minLength"}]); errors++;
}
}
}
}
validate33.errors = vErrors;
return errors === 0;
}


function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.SecretId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "SecretId"}}]); errors++;
}
if(data.SecretId !== undefined){
let data0 = data.SecretId;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretId",keyword:"minLength"}]); errors++;
}
}
}
if(data.ClientRequestToken !== undefined){
let data1 = data.ClientRequestToken;
if(typeof data1 === "string"){
if(func2(data1) > 64){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ClientRequestToken",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 32){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ClientRequestToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.Description !== undefined){
let data2 = data.Description;
if(typeof data2 === "string"){
if(func2(data2) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Description",keyword:"maxLength"}]); errors++;
}
}
}
if(data.KmsKeyId !== undefined){
let data3 = data.KmsKeyId;
if(typeof data3 === "string"){
if(func2(data3) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/KmsKeyId",keyword:"maxLength"}]); errors++;
}
}
}
if(data.SecretBinary !== undefined){
let data4 = data.SecretBinary;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretBinary",keyword:"minBytes"}]); errors++;
}
if(data4.length > 65536){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretBinary",keyword:"maxBytes"}]); errors++;
}
}
}
if(data.SecretString !== undefined){
let data5 = data.SecretString;
if(typeof data5 === "string"){
if(func2(data5) > 65536){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretString",keyword:"maxLength"}]); errors++;
}
if(func2(data5) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/SecretString",keyword:"minLength"}]); errors++;
}
}
}
if(data.Type !== undefined){
let data6 = data.Type;
if(typeof data6 === "string"){
if(func2(data6) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Type",keyword:"maxLength"}]); errors++;
}
}
}
}
validate34.errors = vErrors;
return errors === 0;
}
export const validators = {
  CreateSecretRequest: validate21,
  DeleteSecretRequest: validate26,
  DescribeSecretRequest: validate27,
  GetSecretValueRequest: validate28,
  ListSecretsRequest: validate29,
  PutSecretValueRequest: validate32,
  RestoreSecretRequest: validate33,
  UpdateSecretRequest: validate34,
};
