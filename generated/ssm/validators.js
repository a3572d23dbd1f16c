// Generated from model/ by codegen (npm run codegen). Do not edit.
import { addErrors } from "../../src/protocol/constraints/add-errors.ts";
import { codePointLength } from "../../src/protocol/constraints/code-point-length.ts";

const func2 = codePointLength;

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
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"minLength"}]); errors++;
}
}
}
}
validate21.errors = vErrors;
return errors === 0;
}


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Names === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Names"}}]); errors++;
}
if(data.Names !== undefined){
let data0 = data.Names;
if(Array.isArray(data0)){
if(data0.length > 10){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names/" + i0,keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate22.errors = vErrors;
return errors === 0;
}


function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Key === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Key"}}]); errors++;
}
if(data.Values === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Values"}}]); errors++;
}
if(data.Key !== undefined){
let data0 = data.Key;
if(!(((data0 === "Name") || (data0 === "Type")) || (data0 === "KeyId"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"enum"}]); errors++;
}
}
if(data.Values !== undefined){
let data1 = data.Values;
if(Array.isArray(data1)){
if(data1.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values",keyword:"maxItems"}]); errors++;
}
if(data1.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values",keyword:"minItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func2(data2) > 1024){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values/" + i0,keyword:"maxLength"}]); errors++;
}
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate24.errors = vErrors;
return errors === 0;
}

const pattern0 = new RegExp("^(tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$", "u");

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Key === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Key"}}]); errors++;
}
if(data.Key !== undefined){
let data0 = data.Key;
if(typeof data0 === "string"){
if(func2(data0) > 132){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"pattern"}]); errors++;
}
}
}
if(data.Option !== undefined){
let data1 = data.Option;
if(typeof data1 === "string"){
if(func2(data1) > 10){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Option",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Option",keyword:"minLength"}]); errors++;
}
}
}
if(data.Values !== undefined){
let data2 = data.Values;
if(Array.isArray(data2)){
if(data2.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values",keyword:"maxItems"}]); errors++;
}
if(data2.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values",keyword:"minItems"}]); errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(func2(data3) > 1024){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values/" + i0,keyword:"maxLength"}]); errors++;
}
if(func2(data3) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Values/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate26.errors = vErrors;
return errors === 0;
}


function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Filters !== undefined){
let data0 = data.Filters;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate24(data0[i0], {instancePath:instancePath+"/Filters/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate24.errors);
errors = vErrors.length;
}
}
}
}
if(data.ParameterFilters !== undefined){
let data2 = data.ParameterFilters;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(!(validate26(data2[i1], {instancePath:instancePath+"/ParameterFilters/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate26.errors);
errors = vErrors.length;
}
}
}
}
if(data.MaxResults !== undefined){
let data4 = data.MaxResults;
if(typeof data4 == "number"){
if(data4 > 50 || isNaN(data4)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/MaxResults",keyword:"maximum"}]); errors++;
}
if(data4 < 1 || isNaN(data4)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/MaxResults",keyword:"minimum"}]); errors++;
}
}
}
}
validate23.errors = vErrors;
return errors === 0;
}


function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Name"}}]); errors++;
}
if(data.Name !== undefined){
let data0 = data.Name;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"minLength"}]); errors++;
}
}
}
}
validate28.errors = vErrors;
return errors === 0;
}


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Path === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Path"}}]); errors++;
}
if(data.Path !== undefined){
let data0 = data.Path;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Path",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Path",keyword:"minLength"}]); errors++;
}
}
}
if(data.ParameterFilters !== undefined){
let data1 = data.ParameterFilters;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate26(data1[i0], {instancePath:instancePath+"/ParameterFilters/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate26.errors);
errors = vErrors.length;
}
}
}
}
if(data.MaxResults !== undefined){
let data3 = data.MaxResults;
if(typeof data3 == "number"){
if(data3 > 10 || isNaN(data3)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/MaxResults",keyword:"maximum"}]); errors++;
}
if(data3 < 1 || isNaN(data3)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/MaxResults",keyword:"minimum"}]); errors++;
}
}
}
}
validate29.errors = vErrors;
return errors === 0;
}


function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Names === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Names"}}]); errors++;
}
if(data.Names !== undefined){
let data0 = data.Names;
if(Array.isArray(data0)){
if(data0.length > 10){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names/" + i0,keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Names/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate31.errors = vErrors;
return errors === 0;
}

const pattern1 = new RegExp("^([a-zA-Z0-9:/_-]+)$", "u");
const pattern2 = new RegExp("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$", "u");

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Key === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Key"}}]); errors++;
}
if(data.Value === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Value"}}]); errors++;
}
if(data.Key !== undefined){
let data0 = data.Key;
if(typeof data0 === "string"){
if(func2(data0) > 128){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"minLength"}]); errors++;
}
if(!pattern2.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Key",keyword:"pattern"}]); errors++;
}
}
}
if(data.Value !== undefined){
let data1 = data.Value;
if(typeof data1 === "string"){
if(func2(data1) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Value",keyword:"maxLength"}]); errors++;
}
if(!pattern2.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Value",keyword:"pattern"}]); errors++;
}
}
}
}
validate33.errors = vErrors;
return errors === 0;
}


function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.Name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Name"}}]); errors++;
}
if(data.Value === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "Value"}}]); errors++;
}
if(data.Name !== undefined){
let data0 = data.Name;
if(typeof data0 === "string"){
if(func2(data0) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Name",keyword:"minLength"}]); errors++;
}
}
}
if(data.Description !== undefined){
let data1 = data.Description;
if(typeof data1 === "string"){
if(func2(data1) > 1024){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Description",keyword:"maxLength"}]); errors++;
}
}
}
if(data.Type !== undefined){
let data2 = data.Type;
if(!(((data2 === "String") || (data2 === "StringList")) || (data2 === "SecureString"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Type",keyword:"enum"}]); errors++;
}
}
if(data.KeyId !== undefined){
let data3 = data.KeyId;
if(typeof data3 === "string"){
if(func2(data3) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/KeyId",keyword:"maxLength"}]); errors++;
}
if(func2(data3) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/KeyId",keyword:"minLength"}]); errors++;
}
if(!pattern1.test(data3)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/KeyId",keyword:"pattern"}]); errors++;
}
}
}
if(data.AllowedPattern !== undefined){
let data4 = data.AllowedPattern;
if(typeof data4 === "string"){
if(func2(data4) > 1024){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/AllowedPattern",keyword:"maxLength"}]); errors++;
}
}
}
if(data.Tags !== undefined){
let data5 = data.Tags;
if(Array.isArray(data5)){
if(data5.length > 1000){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Tags",keyword:"maxItems"}]); errors++;
}
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
if(!(validate33(data5[i0], {instancePath:instancePath+"/Tags/" + i0,parentData:data5,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate33.errors);
errors = vErrors.length;
}
}
}
}
if(data.Tier !== undefined){
let data7 = data.Tier;
if(!(((data7 === "Standard") || (data7 === "Advanced")) || (data7 === "Intelligent-Tiering"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Tier",keyword:"enum"}]); errors++;
}
}
if(data.Policies !== undefined){
let data8 = data.Policies;
if(typeof data8 === "string"){
if(func2(data8) > 4096){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Policies",keyword:"maxLength"}]); errors++;
}
if(func2(data8) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/Policies",keyword:"minLength"}]); errors++;
}
}
}
if(data.DataType !== undefined){
let data9 = data.DataType;
if(typeof data9 === "string"){
if(func2(data9) > 128){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/DataType",keyword:"maxLength"}]); errors++;
}
}
}
}
validate32.errors = vErrors;
return errors === 0;
}
export const validators = {
  DeleteParameterRequest: validate21,
  DeleteParametersRequest: validate22,
  DescribeParametersRequest: validate23,
  GetParameterRequest: validate28,
  GetParametersByPathRequest: validate29,
  GetParametersRequest: validate31,
  PutParameterRequest: validate32,
};
