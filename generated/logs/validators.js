// Generated from model/ by codegen (npm run codegen). Do not edit.
import { addErrors } from "../../src/protocol/constraints/add-errors.ts";
import { codePointLength } from "../../src/protocol/constraints/code-point-length.ts";

const func2 = codePointLength;
const pattern0 = new RegExp("^(?:[\\.\\-_/#A-Za-z0-9]+)$", "u");
const pattern1 = new RegExp("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)$", "u");
const pattern2 = new RegExp("^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$", "u");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logGroupName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logGroupName"}}]); errors++;
}
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
if(data.kmsKeyId !== undefined){
let data1 = data.kmsKeyId;
if(typeof data1 === "string"){
if(func2(data1) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/kmsKeyId",keyword:"maxLength"}]); errors++;
}
}
}
if(data.tags !== undefined){
let data2 = data.tags;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(Object.keys(data2).length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxProperties"}]); errors++;
}
if(Object.keys(data2).length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"minProperties"}]); errors++;
}
for(const key0 in data2){
const _errs3 = errors;
if(typeof key0 === "string"){
if(func2(key0) > 128){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxLength",propertyName:key0}]); errors++;
}
if(func2(key0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"minLength",propertyName:key0}]); errors++;
}
if(!pattern1.test(key0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"pattern",propertyName:key0}]); errors++;
}
}
var valid1 = _errs3 === errors;
if(!valid1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"propertyNames"}]); errors++;
}
}
for(const key1 in data2){
let data3 = data2[key1];
if(typeof data3 === "string"){
if(func2(data3) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength"}]); errors++;
}
if(!pattern2.test(data3)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"pattern"}]); errors++;
}
}
}
}
}
if(data.logGroupClass !== undefined){
let data4 = data.logGroupClass;
if(!((((data4 === "STANDARD") || (data4 === "INFREQUENT_ACCESS")) || (data4 === "DELIVERY")) || (data4 === "ESSENTIALS"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupClass",keyword:"enum"}]); errors++;
}
}
}
validate21.errors = vErrors;
return errors === 0;
}

const pattern4 = new RegExp("^(?:[^:*]*)$", "u");

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logGroupName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logGroupName"}}]); errors++;
}
if(data.logStreamName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logStreamName"}}]); errors++;
}
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
if(data.logStreamName !== undefined){
let data1 = data.logStreamName;
if(typeof data1 === "string"){
if(func2(data1) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"minLength"}]); errors++;
}
if(!pattern4.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"pattern"}]); errors++;
}
}
}
}
validate22.errors = vErrors;
return errors === 0;
}


function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logGroupName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logGroupName"}}]); errors++;
}
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
}
validate23.errors = vErrors;
return errors === 0;
}


function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logGroupName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logGroupName"}}]); errors++;
}
if(data.logStreamName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logStreamName"}}]); errors++;
}
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
if(data.logStreamName !== undefined){
let data1 = data.logStreamName;
if(typeof data1 === "string"){
if(func2(data1) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"minLength"}]); errors++;
}
if(!pattern4.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"pattern"}]); errors++;
}
}
}
}
validate24.errors = vErrors;
return errors === 0;
}

const pattern8 = new RegExp("^\\d{12}$", "u");
const pattern10 = new RegExp("^(?:[\\.\\-_/#A-Za-z0-9]*)$", "u");
const pattern11 = new RegExp("^(?:[\\w#+=/:,.@-]*)$", "u");

function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.accountIdentifiers !== undefined){
let data0 = data.accountIdentifiers;
if(Array.isArray(data0)){
if(data0.length > 20){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/accountIdentifiers",keyword:"maxItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/accountIdentifiers/" + i0,keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/accountIdentifiers/" + i0,keyword:"minLength"}]); errors++;
}
if(!pattern8.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/accountIdentifiers/" + i0,keyword:"pattern"}]); errors++;
}
}
}
}
}
if(data.logGroupNamePrefix !== undefined){
let data2 = data.logGroupNamePrefix;
if(typeof data2 === "string"){
if(func2(data2) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupNamePrefix",keyword:"maxLength"}]); errors++;
}
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupNamePrefix",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupNamePrefix",keyword:"pattern"}]); errors++;
}
}
}
if(data.logGroupNamePattern !== undefined){
let data3 = data.logGroupNamePattern;
if(typeof data3 === "string"){
if(func2(data3) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupNamePattern",keyword:"maxLength"}]); errors++;
}
if(!pattern10.test(data3)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupNamePattern",keyword:"pattern"}]); errors++;
}
}
}
if(data.nextToken !== undefined){
let data4 = data.nextToken;
if(typeof data4 === "string"){
if(func2(data4) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/nextToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.limit !== undefined){
let data5 = data.limit;
if(typeof data5 == "number"){
if(data5 > 50 || isNaN(data5)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"maximum"}]); errors++;
}
if(data5 < 1 || isNaN(data5)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"minimum"}]); errors++;
}
}
}
if(data.logGroupClass !== undefined){
let data6 = data.logGroupClass;
if(!((((data6 === "STANDARD") || (data6 === "INFREQUENT_ACCESS")) || (data6 === "DELIVERY")) || (data6 === "ESSENTIALS"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupClass",keyword:"enum"}]); errors++;
}
}
if(data.logGroupIdentifiers !== undefined){
let data7 = data.logGroupIdentifiers;
if(Array.isArray(data7)){
if(data7.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifiers",keyword:"maxItems"}]); errors++;
}
if(data7.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifiers",keyword:"minItems"}]); errors++;
}
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
if(typeof data8 === "string"){
if(func2(data8) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifiers/" + i1,keyword:"maxLength"}]); errors++;
}
if(func2(data8) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifiers/" + i1,keyword:"minLength"}]); errors++;
}
if(!pattern11.test(data8)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifiers/" + i1,keyword:"pattern"}]); errors++;
}
}
}
}
}
}
validate25.errors = vErrors;
return errors === 0;
}


function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
if(data.logGroupIdentifier !== undefined){
let data1 = data.logGroupIdentifier;
if(typeof data1 === "string"){
if(func2(data1) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"minLength"}]); errors++;
}
if(!pattern11.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"pattern"}]); errors++;
}
}
}
if(data.logStreamNamePrefix !== undefined){
let data2 = data.logStreamNamePrefix;
if(typeof data2 === "string"){
if(func2(data2) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNamePrefix",keyword:"maxLength"}]); errors++;
}
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNamePrefix",keyword:"minLength"}]); errors++;
}
if(!pattern4.test(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNamePrefix",keyword:"pattern"}]); errors++;
}
}
}
if(data.orderBy !== undefined){
let data3 = data.orderBy;
if(!((data3 === "LogStreamName") || (data3 === "LastEventTime"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/orderBy",keyword:"enum"}]); errors++;
}
}
if(data.nextToken !== undefined){
let data4 = data.nextToken;
if(typeof data4 === "string"){
if(func2(data4) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/nextToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.limit !== undefined){
let data5 = data.limit;
if(typeof data5 == "number"){
if(data5 > 50 || isNaN(data5)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"maximum"}]); errors++;
}
if(data5 < 1 || isNaN(data5)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"minimum"}]); errors++;
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
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
if(data.logGroupIdentifier !== undefined){
let data1 = data.logGroupIdentifier;
if(typeof data1 === "string"){
if(func2(data1) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"minLength"}]); errors++;
}
if(!pattern11.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"pattern"}]); errors++;
}
}
}
if(data.logStreamNames !== undefined){
let data2 = data.logStreamNames;
if(Array.isArray(data2)){
if(data2.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNames",keyword:"maxItems"}]); errors++;
}
if(data2.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNames",keyword:"minItems"}]); errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(func2(data3) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNames/" + i0,keyword:"maxLength"}]); errors++;
}
if(func2(data3) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNames/" + i0,keyword:"minLength"}]); errors++;
}
if(!pattern4.test(data3)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNames/" + i0,keyword:"pattern"}]); errors++;
}
}
}
}
}
if(data.logStreamNamePrefix !== undefined){
let data4 = data.logStreamNamePrefix;
if(typeof data4 === "string"){
if(func2(data4) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNamePrefix",keyword:"maxLength"}]); errors++;
}
if(func2(data4) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNamePrefix",keyword:"minLength"}]); errors++;
}
if(!pattern4.test(data4)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamNamePrefix",keyword:"pattern"}]); errors++;
}
}
}
if(data.startTime !== undefined){
let data5 = data.startTime;
if(typeof data5 == "number"){
if(data5 < 0 || isNaN(data5)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/startTime",keyword:"minimum"}]); errors++;
}
}
}
if(data.endTime !== undefined){
let data6 = data.endTime;
if(typeof data6 == "number"){
if(data6 < 0 || isNaN(data6)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/endTime",keyword:"minimum"}]); errors++;
}
}
}
if(data.filterPattern !== undefined){
let data7 = data.filterPattern;
if(typeof data7 === "string"){
if(func2(data7) > 1024){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/filterPattern",keyword:"maxLength"}]); errors++;
}
}
}
if(data.nextToken !== undefined){
let data8 = data.nextToken;
if(typeof data8 === "string"){
if(func2(data8) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/nextToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.limit !== undefined){
let data9 = data.limit;
if(typeof data9 == "number"){
if(data9 > 10000 || isNaN(data9)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"maximum"}]); errors++;
}
if(data9 < 1 || isNaN(data9)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"minimum"}]); errors++;
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
if(data.logStreamName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logStreamName"}}]); errors++;
}
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
if(data.logGroupIdentifier !== undefined){
let data1 = data.logGroupIdentifier;
if(typeof data1 === "string"){
if(func2(data1) > 2048){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"minLength"}]); errors++;
}
if(!pattern11.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupIdentifier",keyword:"pattern"}]); errors++;
}
}
}
if(data.logStreamName !== undefined){
let data2 = data.logStreamName;
if(typeof data2 === "string"){
if(func2(data2) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"maxLength"}]); errors++;
}
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"minLength"}]); errors++;
}
if(!pattern4.test(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"pattern"}]); errors++;
}
}
}
if(data.startTime !== undefined){
let data3 = data.startTime;
if(typeof data3 == "number"){
if(data3 < 0 || isNaN(data3)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/startTime",keyword:"minimum"}]); errors++;
}
}
}
if(data.endTime !== undefined){
let data4 = data.endTime;
if(typeof data4 == "number"){
if(data4 < 0 || isNaN(data4)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/endTime",keyword:"minimum"}]); errors++;
}
}
}
if(data.nextToken !== undefined){
let data5 = data.nextToken;
if(typeof data5 === "string"){
if(func2(data5) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/nextToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.limit !== undefined){
let data6 = data.limit;
if(typeof data6 == "number"){
if(data6 > 10000 || isNaN(data6)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"maximum"}]); errors++;
}
if(data6 < 1 || isNaN(data6)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/limit",keyword:"minimum"}]); errors++;
}
}
}
}
validate28.errors = vErrors;
return errors === 0;
}


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.timestamp === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "timestamp"}}]); errors++;
}
if(data.message === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "message"}}]); errors++;
}
if(data.timestamp !== undefined){
let data0 = data.timestamp;
if(typeof data0 == "number"){
if(data0 < 0 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/timestamp",keyword:"minimum"}]); errors++;
}
}
}
if(data.message !== undefined){
let data1 = data.message;
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/message",keyword:"minLength"}]); errors++;
}
}
}
}
validate30.errors = vErrors;
return errors === 0;
}


function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.keyAttributes !== undefined){
let data0 = data.keyAttributes;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(Object.keys(data0).length > 4){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/keyAttributes",keyword:"maxProperties"}]); errors++;
}
if(Object.keys(data0).length < 2){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/keyAttributes",keyword:"minProperties"}]); errors++;
}
for(const key0 in data0){
const _errs1 = errors;
if(typeof key0 === "string"){
if(func2(key0) > 32){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/keyAttributes",keyword:"maxLength",propertyName:key0}]); errors++;
}
if(func2(key0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/keyAttributes",keyword:"minLength",propertyName:key0}]); errors++;
}
}
var valid1 = _errs1 === errors;
if(!valid1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/keyAttributes",keyword:"propertyNames"}]); errors++;
}
}
for(const key1 in data0){
let data1 = data0[key1];
if(typeof data1 === "string"){
if(func2(data1) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/keyAttributes/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/keyAttributes/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength"}]); errors++;
}
}
}
}
}
if(data.attributes !== undefined){
let data2 = data.attributes;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(Object.keys(data2).length > 10){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/attributes",keyword:"maxProperties"}]); errors++;
}
for(const key2 in data2){
const _errs5 = errors;
if(typeof key2 === "string"){
if(func2(key2) > 256){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/attributes",keyword:"maxLength",propertyName:key2}]); errors++;
}
if(func2(key2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/attributes",keyword:"minLength",propertyName:key2}]); errors++;
}
}
var valid3 = _errs5 === errors;
if(!valid3){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/attributes",keyword:"propertyNames"}]); errors++;
}
}
for(const key3 in data2){
let data3 = data2[key3];
if(typeof data3 === "string"){
if(func2(data3) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/attributes/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"maxLength"}]); errors++;
}
if(func2(data3) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/attributes/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate32.errors = vErrors;
return errors === 0;
}


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logGroupName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logGroupName"}}]); errors++;
}
if(data.logStreamName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logStreamName"}}]); errors++;
}
if(data.logEvents === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logEvents"}}]); errors++;
}
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
if(data.logStreamName !== undefined){
let data1 = data.logStreamName;
if(typeof data1 === "string"){
if(func2(data1) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"maxLength"}]); errors++;
}
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"minLength"}]); errors++;
}
if(!pattern4.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logStreamName",keyword:"pattern"}]); errors++;
}
}
}
if(data.logEvents !== undefined){
let data2 = data.logEvents;
if(Array.isArray(data2)){
if(data2.length > 10000){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logEvents",keyword:"maxItems"}]); errors++;
}
if(data2.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logEvents",keyword:"minItems"}]); errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate30(data2[i0], {instancePath:instancePath+"/logEvents/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate30.errors);
errors = vErrors.length;
}
}
}
}
if(data.sequenceToken !== undefined){
let data4 = data.sequenceToken;
if(typeof data4 === "string"){
if(func2(data4) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sequenceToken",keyword:"minLength"}]); errors++;
}
}
}
if(data.entity !== undefined){
if(!(validate32(data.entity, {instancePath:instancePath+"/entity",parentData:data,parentDataProperty:"entity",rootData}))){
vErrors = addErrors(vErrors, validate32.errors);
errors = vErrors.length;
}
}
}
validate29.errors = vErrors;
return errors === 0;
}


function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.logGroupName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "logGroupName"}}]); errors++;
}
if(data.retentionInDays === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "retentionInDays"}}]); errors++;
}
if(data.logGroupName !== undefined){
let data0 = data.logGroupName;
if(typeof data0 === "string"){
if(func2(data0) > 512){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/logGroupName",keyword:"pattern"}]); errors++;
}
}
}
}
validate34.errors = vErrors;
return errors === 0;
}
export const validators = {
  CreateLogGroupRequest: validate21,
  CreateLogStreamRequest: validate22,
  DeleteLogGroupRequest: validate23,
  DeleteLogStreamRequest: validate24,
  DescribeLogGroupsRequest: validate25,
  DescribeLogStreamsRequest: validate26,
  FilterLogEventsRequest: validate27,
  GetLogEventsRequest: validate28,
  PutLogEventsRequest: validate29,
  PutRetentionPolicyRequest: validate34,
};
