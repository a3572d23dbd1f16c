// Generated from model/ by codegen (npm run codegen). Do not edit.
import { addErrors } from "../../src/protocol/constraints/add-errors.ts";
import { codePointLength } from "../../src/protocol/constraints/code-point-length.ts";

const func2 = codePointLength;

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ids === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "ids"}}]); errors++;
}
if(data.ids !== undefined){
let data0 = data.ids;
if(Array.isArray(data0)){
if(data0.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids/" + i0,keyword:"minLength"}]); errors++;
}
}
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
if(data.ids === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "ids"}}]); errors++;
}
if(data.ids !== undefined){
let data0 = data.ids;
if(Array.isArray(data0)){
if(data0.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids",keyword:"maxItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids/" + i0,keyword:"minLength"}]); errors++;
}
}
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
if(data.ids === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "ids"}}]); errors++;
}
if(data.ids !== undefined){
let data0 = data.ids;
if(Array.isArray(data0)){
if(data0.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids/" + i0,keyword:"minLength"}]); errors++;
}
}
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
if(data.sandboxId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "sandboxId"}}]); errors++;
}
if(data.commandExecutionIds === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "commandExecutionIds"}}]); errors++;
}
if(data.sandboxId !== undefined){
let data0 = data.sandboxId;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sandboxId",keyword:"minLength"}]); errors++;
}
}
}
if(data.commandExecutionIds !== undefined){
let data1 = data.commandExecutionIds;
if(Array.isArray(data1)){
if(data1.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/commandExecutionIds",keyword:"maxItems"}]); errors++;
}
if(data1.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/commandExecutionIds",keyword:"minItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/commandExecutionIds/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate24.errors = vErrors;
return errors === 0;
}


function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.names === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "names"}}]); errors++;
}
if(data.names !== undefined){
let data0 = data.names;
if(Array.isArray(data0)){
if(data0.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/names",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/names",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/names/" + i0,keyword:"minLength"}]); errors++;
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
if(data.names === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "names"}}]); errors++;
}
if(data.names !== undefined){
let data0 = data.names;
if(Array.isArray(data0)){
if(data0.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/names",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/names",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/names/" + i0,keyword:"minLength"}]); errors++;
}
}
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
if(data.reportGroupArns === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "reportGroupArns"}}]); errors++;
}
if(data.reportGroupArns !== undefined){
let data0 = data.reportGroupArns;
if(Array.isArray(data0)){
if(data0.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportGroupArns",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportGroupArns",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportGroupArns/" + i0,keyword:"minLength"}]); errors++;
}
}
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
if(data.reportArns === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "reportArns"}}]); errors++;
}
if(data.reportArns !== undefined){
let data0 = data.reportArns;
if(Array.isArray(data0)){
if(data0.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportArns",keyword:"maxItems"}]); errors++;
}
if(data0.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportArns",keyword:"minItems"}]); errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportArns/" + i0,keyword:"minLength"}]); errors++;
}
}
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
if(data.ids === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "ids"}}]); errors++;
}
if(data.ids !== undefined){
let data0 = data.ids;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/ids/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate29.errors = vErrors;
return errors === 0;
}

const pattern0 = new RegExp("^[A-Za-z0-9][A-Za-z0-9\\-_]{1,127}$", "u");

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.machineType !== undefined){
let data0 = data.machineType;
if(!((data0 === "GENERAL") || (data0 === "NVME"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/machineType",keyword:"enum"}]); errors++;
}
}
if(data.instanceType !== undefined){
let data1 = data.instanceType;
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/instanceType",keyword:"minLength"}]); errors++;
}
}
}
}
validate31.errors = vErrors;
return errors === 0;
}


function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.metricType !== undefined){
if(!(data.metricType === "FLEET_UTILIZATION_RATE")){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/metricType",keyword:"enum"}]); errors++;
}
}
}
validate34.errors = vErrors;
return errors === 0;
}


function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.scalingType !== undefined){
if(!(data.scalingType === "TARGET_TRACKING_SCALING")){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/scalingType",keyword:"enum"}]); errors++;
}
}
if(data.targetTrackingScalingConfigs !== undefined){
let data1 = data.targetTrackingScalingConfigs;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate34(data1[i0], {instancePath:instancePath+"/targetTrackingScalingConfigs/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate34.errors);
errors = vErrors.length;
}
}
}
}
}
validate33.errors = vErrors;
return errors === 0;
}


function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.vpcId !== undefined){
let data0 = data.vpcId;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/vpcId",keyword:"minLength"}]); errors++;
}
}
}
if(data.subnets !== undefined){
let data1 = data.subnets;
if(Array.isArray(data1)){
if(data1.length > 16){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/subnets",keyword:"maxItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/subnets/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
if(data.securityGroupIds !== undefined){
let data3 = data.securityGroupIds;
if(Array.isArray(data3)){
if(data3.length > 5){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/securityGroupIds",keyword:"maxItems"}]); errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(typeof data4 === "string"){
if(func2(data4) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/securityGroupIds/" + i1,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate37.errors = vErrors;
return errors === 0;
}


function validate40(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.effect === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "effect"}}]); errors++;
}
if(data.entities === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "entities"}}]); errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(!((data0 === "DOMAIN") || (data0 === "IP"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(!((data1 === "ALLOW") || (data1 === "DENY"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/effect",keyword:"enum"}]); errors++;
}
}
if(data.entities !== undefined){
let data2 = data.entities;
if(Array.isArray(data2)){
if(data2.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/entities",keyword:"maxItems"}]); errors++;
}
if(data2.length < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/entities",keyword:"minItems"}]); errors++;
}
}
}
}
validate40.errors = vErrors;
return errors === 0;
}


function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.defaultBehavior !== undefined){
let data0 = data.defaultBehavior;
if(!((data0 === "ALLOW_ALL") || (data0 === "DENY_ALL"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/defaultBehavior",keyword:"enum"}]); errors++;
}
}
if(data.orderedProxyRules !== undefined){
let data1 = data.orderedProxyRules;
if(Array.isArray(data1)){
if(data1.length > 100){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/orderedProxyRules",keyword:"maxItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate40(data1[i0], {instancePath:instancePath+"/orderedProxyRules/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate40.errors);
errors = vErrors.length;
}
}
}
}
}
validate39.errors = vErrors;
return errors === 0;
}

const pattern1 = new RegExp("^([\\p{L}\\p{Z}\\p{N}_.:/=@+\\-]*)$", "u");

function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.key !== undefined){
let data0 = data.key;
if(typeof data0 === "string"){
if(func2(data0) > 127){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/key",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/key",keyword:"minLength"}]); errors++;
}
if(!pattern1.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/key",keyword:"pattern"}]); errors++;
}
}
}
if(data.value !== undefined){
let data1 = data.value;
if(typeof data1 === "string"){
if(func2(data1) > 255){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/value",keyword:"maxLength"}]); errors++;
}
if(!pattern1.test(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/value",keyword:"pattern"}]); errors++;
}
}
}
}
validate43.errors = vErrors;
return errors === 0;
}


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "name"}}]); errors++;
}
if(data.baseCapacity === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "baseCapacity"}}]); errors++;
}
if(data.environmentType === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "environmentType"}}]); errors++;
}
if(data.computeType === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "computeType"}}]); errors++;
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) > 128){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 2){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"minLength"}]); errors++;
}
if(!pattern0.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"pattern"}]); errors++;
}
}
}
if(data.environmentType !== undefined){
let data1 = data.environmentType;
if(!((((((((((((data1 === "WINDOWS_CONTAINER") || (data1 === "LINUX_CONTAINER")) || (data1 === "LINUX_GPU_CONTAINER")) || (data1 === "ARM_CONTAINER")) || (data1 === "WINDOWS_SERVER_2019_CONTAINER")) || (data1 === "WINDOWS_SERVER_2022_CONTAINER")) || (data1 === "LINUX_LAMBDA_CONTAINER")) || (data1 === "ARM_LAMBDA_CONTAINER")) || (data1 === "LINUX_EC2")) || (data1 === "ARM_EC2")) || (data1 === "WINDOWS_EC2")) || (data1 === "MAC_ARM"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/environmentType",keyword:"enum"}]); errors++;
}
}
if(data.computeType !== undefined){
let data2 = data.computeType;
if(!((((((((((((data2 === "BUILD_GENERAL1_SMALL") || (data2 === "BUILD_GENERAL1_MEDIUM")) || (data2 === "BUILD_GENERAL1_LARGE")) || (data2 === "BUILD_GENERAL1_XLARGE")) || (data2 === "BUILD_GENERAL1_2XLARGE")) || (data2 === "BUILD_LAMBDA_1GB")) || (data2 === "BUILD_LAMBDA_2GB")) || (data2 === "BUILD_LAMBDA_4GB")) || (data2 === "BUILD_LAMBDA_8GB")) || (data2 === "BUILD_LAMBDA_10GB")) || (data2 === "ATTRIBUTE_BASED_COMPUTE")) || (data2 === "CUSTOM_INSTANCE_TYPE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/computeType",keyword:"enum"}]); errors++;
}
}
if(data.computeConfiguration !== undefined){
if(!(validate31(data.computeConfiguration, {instancePath:instancePath+"/computeConfiguration",parentData:data,parentDataProperty:"computeConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate31.errors);
errors = vErrors.length;
}
}
if(data.scalingConfiguration !== undefined){
if(!(validate33(data.scalingConfiguration, {instancePath:instancePath+"/scalingConfiguration",parentData:data,parentDataProperty:"scalingConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate33.errors);
errors = vErrors.length;
}
}
if(data.overflowBehavior !== undefined){
let data5 = data.overflowBehavior;
if(!((data5 === "QUEUE") || (data5 === "ON_DEMAND"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/overflowBehavior",keyword:"enum"}]); errors++;
}
}
if(data.vpcConfig !== undefined){
if(!(validate37(data.vpcConfig, {instancePath:instancePath+"/vpcConfig",parentData:data,parentDataProperty:"vpcConfig",rootData}))){
vErrors = addErrors(vErrors, validate37.errors);
errors = vErrors.length;
}
}
if(data.proxyConfiguration !== undefined){
if(!(validate39(data.proxyConfiguration, {instancePath:instancePath+"/proxyConfiguration",parentData:data,parentDataProperty:"proxyConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate39.errors);
errors = vErrors.length;
}
}
if(data.imageId !== undefined){
let data8 = data.imageId;
if(typeof data8 === "string"){
if(func2(data8) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/imageId",keyword:"minLength"}]); errors++;
}
}
}
if(data.fleetServiceRole !== undefined){
let data9 = data.fleetServiceRole;
if(typeof data9 === "string"){
if(func2(data9) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/fleetServiceRole",keyword:"minLength"}]); errors++;
}
}
}
if(data.tags !== undefined){
let data10 = data.tags;
if(Array.isArray(data10)){
if(data10.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxItems"}]); errors++;
}
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
if(!(validate43(data10[i0], {instancePath:instancePath+"/tags/" + i0,parentData:data10,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
}
}
validate30.errors = vErrors;
return errors === 0;
}

const pattern3 = new RegExp("^[A-Za-z0-9][A-Za-z0-9\\-_]{1,149}$", "u");

function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.fetchSubmodules === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "fetchSubmodules"}}]); errors++;
}
}
validate47.errors = vErrors;
return errors === 0;
}


function validate49(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(!(((data0 === "OAUTH") || (data0 === "CODECONNECTIONS")) || (data0 === "SECRETS_MANAGER"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
}
validate49.errors = vErrors;
return errors === 0;
}


function validate46(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(!(((((((((data0 === "CODECOMMIT") || (data0 === "CODEPIPELINE")) || (data0 === "GITHUB")) || (data0 === "GITLAB")) || (data0 === "GITLAB_SELF_MANAGED")) || (data0 === "S3")) || (data0 === "BITBUCKET")) || (data0 === "GITHUB_ENTERPRISE")) || (data0 === "NO_SOURCE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
if(data.gitCloneDepth !== undefined){
let data1 = data.gitCloneDepth;
if(typeof data1 == "number"){
if(data1 < 0 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/gitCloneDepth",keyword:"minimum"}]); errors++;
}
}
}
if(data.gitSubmodulesConfig !== undefined){
if(!(validate47(data.gitSubmodulesConfig, {instancePath:instancePath+"/gitSubmodulesConfig",parentData:data,parentDataProperty:"gitSubmodulesConfig",rootData}))){
vErrors = addErrors(vErrors, validate47.errors);
errors = vErrors.length;
}
}
if(data.auth !== undefined){
if(!(validate49(data.auth, {instancePath:instancePath+"/auth",parentData:data,parentDataProperty:"auth",rootData}))){
vErrors = addErrors(vErrors, validate49.errors);
errors = vErrors.length;
}
}
}
validate46.errors = vErrors;
return errors === 0;
}


function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sourceIdentifier === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "sourceIdentifier"}}]); errors++;
}
if(data.sourceVersion === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "sourceVersion"}}]); errors++;
}
}
validate53.errors = vErrors;
return errors === 0;
}


function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(!(((data0 === "CODEPIPELINE") || (data0 === "S3")) || (data0 === "NO_ARTIFACTS"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
if(data.namespaceType !== undefined){
let data1 = data.namespaceType;
if(!((data1 === "NONE") || (data1 === "BUILD_ID"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/namespaceType",keyword:"enum"}]); errors++;
}
}
if(data.packaging !== undefined){
let data2 = data.packaging;
if(!((data2 === "NONE") || (data2 === "ZIP"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/packaging",keyword:"enum"}]); errors++;
}
}
if(data.bucketOwnerAccess !== undefined){
let data3 = data.bucketOwnerAccess;
if(!(((data3 === "NONE") || (data3 === "READ_ONLY")) || (data3 === "FULL"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/bucketOwnerAccess",keyword:"enum"}]); errors++;
}
}
}
validate55.errors = vErrors;
return errors === 0;
}


function validate58(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(!(((data0 === "NO_CACHE") || (data0 === "S3")) || (data0 === "LOCAL"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
if(data.modes !== undefined){
let data1 = data.modes;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(!(((data2 === "LOCAL_DOCKER_LAYER_CACHE") || (data2 === "LOCAL_SOURCE_CACHE")) || (data2 === "LOCAL_CUSTOM_CACHE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/modes/" + i0,keyword:"enum"}]); errors++;
}
}
}
}
}
validate58.errors = vErrors;
return errors === 0;
}


function validate62(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "name"}}]); errors++;
}
if(data.value === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "value"}}]); errors++;
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"minLength"}]); errors++;
}
}
}
if(data.type !== undefined){
let data1 = data.type;
if(!(((data1 === "PLAINTEXT") || (data1 === "PARAMETER_STORE")) || (data1 === "SECRETS_MANAGER"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
}
validate62.errors = vErrors;
return errors === 0;
}


function validate64(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.credential === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "credential"}}]); errors++;
}
if(data.credentialProvider === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "credentialProvider"}}]); errors++;
}
if(data.credential !== undefined){
let data0 = data.credential;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/credential",keyword:"minLength"}]); errors++;
}
}
}
if(data.credentialProvider !== undefined){
if(!(data.credentialProvider === "SECRETS_MANAGER")){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/credentialProvider",keyword:"enum"}]); errors++;
}
}
}
validate64.errors = vErrors;
return errors === 0;
}


function validate66(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.computeType === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "computeType"}}]); errors++;
}
if(data.computeType !== undefined){
let data0 = data.computeType;
if(!((((((((((((data0 === "BUILD_GENERAL1_SMALL") || (data0 === "BUILD_GENERAL1_MEDIUM")) || (data0 === "BUILD_GENERAL1_LARGE")) || (data0 === "BUILD_GENERAL1_XLARGE")) || (data0 === "BUILD_GENERAL1_2XLARGE")) || (data0 === "BUILD_LAMBDA_1GB")) || (data0 === "BUILD_LAMBDA_2GB")) || (data0 === "BUILD_LAMBDA_4GB")) || (data0 === "BUILD_LAMBDA_8GB")) || (data0 === "BUILD_LAMBDA_10GB")) || (data0 === "ATTRIBUTE_BASED_COMPUTE")) || (data0 === "CUSTOM_INSTANCE_TYPE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/computeType",keyword:"enum"}]); errors++;
}
}
if(data.securityGroupIds !== undefined){
let data1 = data.securityGroupIds;
if(Array.isArray(data1)){
if(data1.length > 5){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/securityGroupIds",keyword:"maxItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/securityGroupIds/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate66.errors = vErrors;
return errors === 0;
}


function validate60(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.image === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "image"}}]); errors++;
}
if(data.computeType === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "computeType"}}]); errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(!((((((((((((data0 === "WINDOWS_CONTAINER") || (data0 === "LINUX_CONTAINER")) || (data0 === "LINUX_GPU_CONTAINER")) || (data0 === "ARM_CONTAINER")) || (data0 === "WINDOWS_SERVER_2019_CONTAINER")) || (data0 === "WINDOWS_SERVER_2022_CONTAINER")) || (data0 === "LINUX_LAMBDA_CONTAINER")) || (data0 === "ARM_LAMBDA_CONTAINER")) || (data0 === "LINUX_EC2")) || (data0 === "ARM_EC2")) || (data0 === "WINDOWS_EC2")) || (data0 === "MAC_ARM"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
if(data.image !== undefined){
let data1 = data.image;
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/image",keyword:"minLength"}]); errors++;
}
}
}
if(data.computeType !== undefined){
let data2 = data.computeType;
if(!((((((((((((data2 === "BUILD_GENERAL1_SMALL") || (data2 === "BUILD_GENERAL1_MEDIUM")) || (data2 === "BUILD_GENERAL1_LARGE")) || (data2 === "BUILD_GENERAL1_XLARGE")) || (data2 === "BUILD_GENERAL1_2XLARGE")) || (data2 === "BUILD_LAMBDA_1GB")) || (data2 === "BUILD_LAMBDA_2GB")) || (data2 === "BUILD_LAMBDA_4GB")) || (data2 === "BUILD_LAMBDA_8GB")) || (data2 === "BUILD_LAMBDA_10GB")) || (data2 === "ATTRIBUTE_BASED_COMPUTE")) || (data2 === "CUSTOM_INSTANCE_TYPE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/computeType",keyword:"enum"}]); errors++;
}
}
if(data.computeConfiguration !== undefined){
if(!(validate31(data.computeConfiguration, {instancePath:instancePath+"/computeConfiguration",parentData:data,parentDataProperty:"computeConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate31.errors);
errors = vErrors.length;
}
}
if(data.environmentVariables !== undefined){
let data4 = data.environmentVariables;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate62(data4[i0], {instancePath:instancePath+"/environmentVariables/" + i0,parentData:data4,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate62.errors);
errors = vErrors.length;
}
}
}
}
if(data.registryCredential !== undefined){
if(!(validate64(data.registryCredential, {instancePath:instancePath+"/registryCredential",parentData:data,parentDataProperty:"registryCredential",rootData}))){
vErrors = addErrors(vErrors, validate64.errors);
errors = vErrors.length;
}
}
if(data.imagePullCredentialsType !== undefined){
let data7 = data.imagePullCredentialsType;
if(!((data7 === "CODEBUILD") || (data7 === "SERVICE_ROLE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/imagePullCredentialsType",keyword:"enum"}]); errors++;
}
}
if(data.dockerServer !== undefined){
if(!(validate66(data.dockerServer, {instancePath:instancePath+"/dockerServer",parentData:data,parentDataProperty:"dockerServer",rootData}))){
vErrors = addErrors(vErrors, validate66.errors);
errors = vErrors.length;
}
}
if(data.hostKernel !== undefined){
let data9 = data.hostKernel;
if(!(((data9 === "LINUX_KERNEL_4") || (data9 === "LINUX_KERNEL_6")) || (data9 === "LINUX_KERNEL_LATEST"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/hostKernel",keyword:"enum"}]); errors++;
}
}
}
validate60.errors = vErrors;
return errors === 0;
}


function validate72(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.status === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "status"}}]); errors++;
}
if(data.status !== undefined){
let data0 = data.status;
if(!((data0 === "ENABLED") || (data0 === "DISABLED"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/status",keyword:"enum"}]); errors++;
}
}
}
validate72.errors = vErrors;
return errors === 0;
}


function validate74(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.status === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "status"}}]); errors++;
}
if(data.status !== undefined){
let data0 = data.status;
if(!((data0 === "ENABLED") || (data0 === "DISABLED"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/status",keyword:"enum"}]); errors++;
}
}
if(data.bucketOwnerAccess !== undefined){
let data1 = data.bucketOwnerAccess;
if(!(((data1 === "NONE") || (data1 === "READ_ONLY")) || (data1 === "FULL"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/bucketOwnerAccess",keyword:"enum"}]); errors++;
}
}
}
validate74.errors = vErrors;
return errors === 0;
}


function validate71(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.cloudWatchLogs !== undefined){
if(!(validate72(data.cloudWatchLogs, {instancePath:instancePath+"/cloudWatchLogs",parentData:data,parentDataProperty:"cloudWatchLogs",rootData}))){
vErrors = addErrors(vErrors, validate72.errors);
errors = vErrors.length;
}
}
if(data.s3Logs !== undefined){
if(!(validate74(data.s3Logs, {instancePath:instancePath+"/s3Logs",parentData:data,parentDataProperty:"s3Logs",rootData}))){
vErrors = addErrors(vErrors, validate74.errors);
errors = vErrors.length;
}
}
}
validate71.errors = vErrors;
return errors === 0;
}


function validate77(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type !== undefined){
if(!(data.type === "EFS")){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
}
validate77.errors = vErrors;
return errors === 0;
}


function validate80(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.computeTypesAllowed !== undefined){
let data0 = data.computeTypesAllowed;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/computeTypesAllowed/" + i0,keyword:"minLength"}]); errors++;
}
}
}
}
}
if(data.fleetsAllowed !== undefined){
let data2 = data.fleetsAllowed;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
if(typeof data3 === "string"){
if(func2(data3) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/fleetsAllowed/" + i1,keyword:"minLength"}]); errors++;
}
}
}
}
}
}
validate80.errors = vErrors;
return errors === 0;
}


function validate79(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.serviceRole !== undefined){
let data0 = data.serviceRole;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/serviceRole",keyword:"minLength"}]); errors++;
}
}
}
if(data.restrictions !== undefined){
if(!(validate80(data.restrictions, {instancePath:instancePath+"/restrictions",parentData:data,parentDataProperty:"restrictions",rootData}))){
vErrors = addErrors(vErrors, validate80.errors);
errors = vErrors.length;
}
}
if(data.batchReportMode !== undefined){
let data2 = data.batchReportMode;
if(!((data2 === "REPORT_INDIVIDUAL_BUILDS") || (data2 === "REPORT_AGGREGATED_BATCH"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/batchReportMode",keyword:"enum"}]); errors++;
}
}
}
validate79.errors = vErrors;
return errors === 0;
}


function validate45(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "name"}}]); errors++;
}
if(data.source === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "source"}}]); errors++;
}
if(data.artifacts === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "artifacts"}}]); errors++;
}
if(data.environment === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "environment"}}]); errors++;
}
if(data.serviceRole === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "serviceRole"}}]); errors++;
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) > 150){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 2){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"minLength"}]); errors++;
}
if(!pattern3.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"pattern"}]); errors++;
}
}
}
if(data.description !== undefined){
let data1 = data.description;
if(typeof data1 === "string"){
if(func2(data1) > 255){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/description",keyword:"maxLength"}]); errors++;
}
}
}
if(data.source !== undefined){
if(!(validate46(data.source, {instancePath:instancePath+"/source",parentData:data,parentDataProperty:"source",rootData}))){
vErrors = addErrors(vErrors, validate46.errors);
errors = vErrors.length;
}
}
if(data.secondarySources !== undefined){
let data3 = data.secondarySources;
if(Array.isArray(data3)){
if(data3.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySources",keyword:"maxItems"}]); errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(validate46(data3[i0], {instancePath:instancePath+"/secondarySources/" + i0,parentData:data3,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate46.errors);
errors = vErrors.length;
}
}
}
}
if(data.secondarySourceVersions !== undefined){
let data5 = data.secondarySourceVersions;
if(Array.isArray(data5)){
if(data5.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySourceVersions",keyword:"maxItems"}]); errors++;
}
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
if(!(validate53(data5[i1], {instancePath:instancePath+"/secondarySourceVersions/" + i1,parentData:data5,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate53.errors);
errors = vErrors.length;
}
}
}
}
if(data.artifacts !== undefined){
if(!(validate55(data.artifacts, {instancePath:instancePath+"/artifacts",parentData:data,parentDataProperty:"artifacts",rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
if(data.secondaryArtifacts !== undefined){
let data8 = data.secondaryArtifacts;
if(Array.isArray(data8)){
if(data8.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondaryArtifacts",keyword:"maxItems"}]); errors++;
}
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
if(!(validate55(data8[i2], {instancePath:instancePath+"/secondaryArtifacts/" + i2,parentData:data8,parentDataProperty:i2,rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
}
}
if(data.cache !== undefined){
if(!(validate58(data.cache, {instancePath:instancePath+"/cache",parentData:data,parentDataProperty:"cache",rootData}))){
vErrors = addErrors(vErrors, validate58.errors);
errors = vErrors.length;
}
}
if(data.environment !== undefined){
if(!(validate60(data.environment, {instancePath:instancePath+"/environment",parentData:data,parentDataProperty:"environment",rootData}))){
vErrors = addErrors(vErrors, validate60.errors);
errors = vErrors.length;
}
}
if(data.serviceRole !== undefined){
let data12 = data.serviceRole;
if(typeof data12 === "string"){
if(func2(data12) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/serviceRole",keyword:"minLength"}]); errors++;
}
}
}
if(data.timeoutInMinutes !== undefined){
let data13 = data.timeoutInMinutes;
if(typeof data13 == "number"){
if(data13 > 2160 || isNaN(data13)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/timeoutInMinutes",keyword:"maximum"}]); errors++;
}
if(data13 < 5 || isNaN(data13)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/timeoutInMinutes",keyword:"minimum"}]); errors++;
}
}
}
if(data.queuedTimeoutInMinutes !== undefined){
let data14 = data.queuedTimeoutInMinutes;
if(typeof data14 == "number"){
if(data14 > 480 || isNaN(data14)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutes",keyword:"maximum"}]); errors++;
}
if(data14 < 5 || isNaN(data14)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutes",keyword:"minimum"}]); errors++;
}
}
}
if(data.encryptionKey !== undefined){
let data15 = data.encryptionKey;
if(typeof data15 === "string"){
if(func2(data15) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/encryptionKey",keyword:"minLength"}]); errors++;
}
}
}
if(data.tags !== undefined){
let data16 = data.tags;
if(Array.isArray(data16)){
if(data16.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxItems"}]); errors++;
}
const len3 = data16.length;
for(let i3=0; i3<len3; i3++){
if(!(validate43(data16[i3], {instancePath:instancePath+"/tags/" + i3,parentData:data16,parentDataProperty:i3,rootData}))){
vErrors = addErrors(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
}
if(data.vpcConfig !== undefined){
if(!(validate37(data.vpcConfig, {instancePath:instancePath+"/vpcConfig",parentData:data,parentDataProperty:"vpcConfig",rootData}))){
vErrors = addErrors(vErrors, validate37.errors);
errors = vErrors.length;
}
}
if(data.logsConfig !== undefined){
if(!(validate71(data.logsConfig, {instancePath:instancePath+"/logsConfig",parentData:data,parentDataProperty:"logsConfig",rootData}))){
vErrors = addErrors(vErrors, validate71.errors);
errors = vErrors.length;
}
}
if(data.fileSystemLocations !== undefined){
let data20 = data.fileSystemLocations;
if(Array.isArray(data20)){
const len4 = data20.length;
for(let i4=0; i4<len4; i4++){
if(!(validate77(data20[i4], {instancePath:instancePath+"/fileSystemLocations/" + i4,parentData:data20,parentDataProperty:i4,rootData}))){
vErrors = addErrors(vErrors, validate77.errors);
errors = vErrors.length;
}
}
}
}
if(data.buildBatchConfig !== undefined){
if(!(validate79(data.buildBatchConfig, {instancePath:instancePath+"/buildBatchConfig",parentData:data,parentDataProperty:"buildBatchConfig",rootData}))){
vErrors = addErrors(vErrors, validate79.errors);
errors = vErrors.length;
}
}
}
validate45.errors = vErrors;
return errors === 0;
}


function validate85(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.bucket !== undefined){
let data0 = data.bucket;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/bucket",keyword:"minLength"}]); errors++;
}
}
}
if(data.packaging !== undefined){
let data1 = data.packaging;
if(!((data1 === "ZIP") || (data1 === "NONE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/packaging",keyword:"enum"}]); errors++;
}
}
if(data.encryptionKey !== undefined){
let data2 = data.encryptionKey;
if(typeof data2 === "string"){
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/encryptionKey",keyword:"minLength"}]); errors++;
}
}
}
}
validate85.errors = vErrors;
return errors === 0;
}


function validate84(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.exportConfigType !== undefined){
let data0 = data.exportConfigType;
if(!((data0 === "S3") || (data0 === "NO_EXPORT"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/exportConfigType",keyword:"enum"}]); errors++;
}
}
if(data.s3Destination !== undefined){
if(!(validate85(data.s3Destination, {instancePath:instancePath+"/s3Destination",parentData:data,parentDataProperty:"s3Destination",rootData}))){
vErrors = addErrors(vErrors, validate85.errors);
errors = vErrors.length;
}
}
}
validate84.errors = vErrors;
return errors === 0;
}


function validate83(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "name"}}]); errors++;
}
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.exportConfig === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "exportConfig"}}]); errors++;
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) > 128){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 2){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"minLength"}]); errors++;
}
}
}
if(data.type !== undefined){
let data1 = data.type;
if(!((data1 === "TEST") || (data1 === "CODE_COVERAGE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
if(data.exportConfig !== undefined){
if(!(validate84(data.exportConfig, {instancePath:instancePath+"/exportConfig",parentData:data,parentDataProperty:"exportConfig",rootData}))){
vErrors = addErrors(vErrors, validate84.errors);
errors = vErrors.length;
}
}
if(data.tags !== undefined){
let data3 = data.tags;
if(Array.isArray(data3)){
if(data3.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxItems"}]); errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(validate43(data3[i0], {instancePath:instancePath+"/tags/" + i0,parentData:data3,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
}
}
validate83.errors = vErrors;
return errors === 0;
}


function validate90(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "type"}}]); errors++;
}
if(data.pattern === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "pattern"}}]); errors++;
}
if(data.type !== undefined){
let data0 = data.type;
if(!(((((((((((data0 === "EVENT") || (data0 === "BASE_REF")) || (data0 === "HEAD_REF")) || (data0 === "ACTOR_ACCOUNT_ID")) || (data0 === "FILE_PATH")) || (data0 === "COMMIT_MESSAGE")) || (data0 === "WORKFLOW_NAME")) || (data0 === "TAG_NAME")) || (data0 === "RELEASE_NAME")) || (data0 === "REPOSITORY_NAME")) || (data0 === "ORGANIZATION_NAME"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
}
validate90.errors = vErrors;
return errors === 0;
}


function validate92(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "name"}}]); errors++;
}
if(data.scope === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "scope"}}]); errors++;
}
if(data.scope !== undefined){
let data0 = data.scope;
if(!(((data0 === "GITHUB_ORGANIZATION") || (data0 === "GITHUB_GLOBAL")) || (data0 === "GITLAB_GROUP"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/scope",keyword:"enum"}]); errors++;
}
}
}
validate92.errors = vErrors;
return errors === 0;
}


function validate94(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.requiresCommentApproval === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "requiresCommentApproval"}}]); errors++;
}
if(data.requiresCommentApproval !== undefined){
let data0 = data.requiresCommentApproval;
if(!(((data0 === "DISABLED") || (data0 === "ALL_PULL_REQUESTS")) || (data0 === "FORK_PULL_REQUESTS"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/requiresCommentApproval",keyword:"enum"}]); errors++;
}
}
if(data.approverRoles !== undefined){
let data1 = data.approverRoles;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(!((((((((((((((data2 === "GITHUB_READ") || (data2 === "GITHUB_TRIAGE")) || (data2 === "GITHUB_WRITE")) || (data2 === "GITHUB_MAINTAIN")) || (data2 === "GITHUB_ADMIN")) || (data2 === "GITLAB_GUEST")) || (data2 === "GITLAB_PLANNER")) || (data2 === "GITLAB_REPORTER")) || (data2 === "GITLAB_DEVELOPER")) || (data2 === "GITLAB_MAINTAINER")) || (data2 === "GITLAB_OWNER")) || (data2 === "BITBUCKET_READ")) || (data2 === "BITBUCKET_WRITE")) || (data2 === "BITBUCKET_ADMIN"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/approverRoles/" + i0,keyword:"enum"}]); errors++;
}
}
}
}
}
validate94.errors = vErrors;
return errors === 0;
}


function validate89(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) > 150){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 2){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
if(!pattern3.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"pattern"}]); errors++;
}
}
}
if(data.filterGroups !== undefined){
let data1 = data.filterGroups;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(!(validate90(data2[i1], {instancePath:instancePath+"/filterGroups/" + i0+"/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate90.errors);
errors = vErrors.length;
}
}
}
}
}
}
if(data.buildType !== undefined){
let data4 = data.buildType;
if(!(((data4 === "BUILD") || (data4 === "BUILD_BATCH")) || (data4 === "RUNNER_BUILDKITE_BUILD"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/buildType",keyword:"enum"}]); errors++;
}
}
if(data.scopeConfiguration !== undefined){
if(!(validate92(data.scopeConfiguration, {instancePath:instancePath+"/scopeConfiguration",parentData:data,parentDataProperty:"scopeConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate92.errors);
errors = vErrors.length;
}
}
if(data.pullRequestBuildPolicy !== undefined){
if(!(validate94(data.pullRequestBuildPolicy, {instancePath:instancePath+"/pullRequestBuildPolicy",parentData:data,parentDataProperty:"pullRequestBuildPolicy",rootData}))){
vErrors = addErrors(vErrors, validate94.errors);
errors = vErrors.length;
}
}
}
validate89.errors = vErrors;
return errors === 0;
}


function validate96(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "id"}}]); errors++;
}
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/id",keyword:"minLength"}]); errors++;
}
}
}
}
validate96.errors = vErrors;
return errors === 0;
}


function validate97(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.arn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "arn"}}]); errors++;
}
if(data.arn !== undefined){
let data0 = data.arn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/arn",keyword:"minLength"}]); errors++;
}
}
}
}
validate97.errors = vErrors;
return errors === 0;
}


function validate98(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "name"}}]); errors++;
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"minLength"}]); errors++;
}
}
}
}
validate98.errors = vErrors;
return errors === 0;
}


function validate99(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.arn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "arn"}}]); errors++;
}
if(data.arn !== undefined){
let data0 = data.arn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/arn",keyword:"minLength"}]); errors++;
}
}
}
}
validate99.errors = vErrors;
return errors === 0;
}


function validate100(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.arn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "arn"}}]); errors++;
}
if(data.arn !== undefined){
let data0 = data.arn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/arn",keyword:"minLength"}]); errors++;
}
}
}
}
validate100.errors = vErrors;
return errors === 0;
}


function validate101(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.resourceArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "resourceArn"}}]); errors++;
}
if(data.resourceArn !== undefined){
let data0 = data.resourceArn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/resourceArn",keyword:"minLength"}]); errors++;
}
}
}
}
validate101.errors = vErrors;
return errors === 0;
}


function validate102(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.arn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "arn"}}]); errors++;
}
if(data.arn !== undefined){
let data0 = data.arn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/arn",keyword:"minLength"}]); errors++;
}
}
}
}
validate102.errors = vErrors;
return errors === 0;
}


function validate103(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) > 150){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 2){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
if(!pattern3.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"pattern"}]); errors++;
}
}
}
}
validate103.errors = vErrors;
return errors === 0;
}


function validate104(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.reportArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "reportArn"}}]); errors++;
}
if(data.reportArn !== undefined){
let data0 = data.reportArn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportArn",keyword:"minLength"}]); errors++;
}
}
}
if(data.maxResults !== undefined){
let data1 = data.maxResults;
if(typeof data1 == "number"){
if(data1 > 100 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data1 < 1 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data2 = data.sortOrder;
if(!((data2 === "ASCENDING") || (data2 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.sortBy !== undefined){
let data3 = data.sortBy;
if(!((data3 === "LINE_COVERAGE_PERCENTAGE") || (data3 === "FILE_PATH"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortBy",keyword:"enum"}]); errors++;
}
}
if(data.minLineCoveragePercentage !== undefined){
let data4 = data.minLineCoveragePercentage;
if(typeof data4 == "number"){
if(data4 > 100 || isNaN(data4)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/minLineCoveragePercentage",keyword:"maximum"}]); errors++;
}
if(data4 < 0 || isNaN(data4)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/minLineCoveragePercentage",keyword:"minimum"}]); errors++;
}
}
}
if(data.maxLineCoveragePercentage !== undefined){
let data5 = data.maxLineCoveragePercentage;
if(typeof data5 == "number"){
if(data5 > 100 || isNaN(data5)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxLineCoveragePercentage",keyword:"maximum"}]); errors++;
}
if(data5 < 0 || isNaN(data5)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxLineCoveragePercentage",keyword:"minimum"}]); errors++;
}
}
}
}
validate104.errors = vErrors;
return errors === 0;
}


function validate105(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.reportArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "reportArn"}}]); errors++;
}
if(data.maxResults !== undefined){
let data0 = data.maxResults;
if(typeof data0 == "number"){
if(data0 > 100 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data0 < 1 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
}
validate105.errors = vErrors;
return errors === 0;
}


function validate106(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.reportGroupArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "reportGroupArn"}}]); errors++;
}
if(data.trendField === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "trendField"}}]); errors++;
}
if(data.reportGroupArn !== undefined){
let data0 = data.reportGroupArn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/reportGroupArn",keyword:"minLength"}]); errors++;
}
}
}
if(data.numOfReports !== undefined){
let data1 = data.numOfReports;
if(typeof data1 == "number"){
if(data1 > 100 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/numOfReports",keyword:"maximum"}]); errors++;
}
if(data1 < 1 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/numOfReports",keyword:"minimum"}]); errors++;
}
}
}
if(data.trendField !== undefined){
let data2 = data.trendField;
if(!(((((((((data2 === "PASS_RATE") || (data2 === "DURATION")) || (data2 === "TOTAL")) || (data2 === "LINE_COVERAGE")) || (data2 === "LINES_COVERED")) || (data2 === "LINES_MISSED")) || (data2 === "BRANCH_COVERAGE")) || (data2 === "BRANCHES_COVERED")) || (data2 === "BRANCHES_MISSED"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/trendField",keyword:"enum"}]); errors++;
}
}
}
validate106.errors = vErrors;
return errors === 0;
}


function validate107(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.resourceArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "resourceArn"}}]); errors++;
}
if(data.resourceArn !== undefined){
let data0 = data.resourceArn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/resourceArn",keyword:"minLength"}]); errors++;
}
}
}
}
validate107.errors = vErrors;
return errors === 0;
}


function validate108(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.token === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "token"}}]); errors++;
}
if(data.serverType === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "serverType"}}]); errors++;
}
if(data.authType === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "authType"}}]); errors++;
}
if(data.username !== undefined){
let data0 = data.username;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/username",keyword:"minLength"}]); errors++;
}
}
}
if(data.token !== undefined){
let data1 = data.token;
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/token",keyword:"minLength"}]); errors++;
}
}
}
if(data.serverType !== undefined){
let data2 = data.serverType;
if(!(((((data2 === "GITHUB") || (data2 === "BITBUCKET")) || (data2 === "GITHUB_ENTERPRISE")) || (data2 === "GITLAB")) || (data2 === "GITLAB_SELF_MANAGED"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/serverType",keyword:"enum"}]); errors++;
}
}
if(data.authType !== undefined){
let data3 = data.authType;
if(!(((((data3 === "OAUTH") || (data3 === "BASIC_AUTH")) || (data3 === "PERSONAL_ACCESS_TOKEN")) || (data3 === "CODECONNECTIONS")) || (data3 === "SECRETS_MANAGER"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/authType",keyword:"enum"}]); errors++;
}
}
}
validate108.errors = vErrors;
return errors === 0;
}


function validate109(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
}
}
}
validate109.errors = vErrors;
return errors === 0;
}


function validate111(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.status !== undefined){
let data0 = data.status;
if(!((((((data0 === "SUCCEEDED") || (data0 === "FAILED")) || (data0 === "FAULT")) || (data0 === "TIMED_OUT")) || (data0 === "IN_PROGRESS")) || (data0 === "STOPPED"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/status",keyword:"enum"}]); errors++;
}
}
}
validate111.errors = vErrors;
return errors === 0;
}


function validate110(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
}
}
if(data.filter !== undefined){
if(!(validate111(data.filter, {instancePath:instancePath+"/filter",parentData:data,parentDataProperty:"filter",rootData}))){
vErrors = addErrors(vErrors, validate111.errors);
errors = vErrors.length;
}
}
if(data.maxResults !== undefined){
let data2 = data.maxResults;
if(typeof data2 == "number"){
if(data2 > 100 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data2 < 1 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data3 = data.sortOrder;
if(!((data3 === "ASCENDING") || (data3 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
}
validate110.errors = vErrors;
return errors === 0;
}


function validate113(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.filter !== undefined){
if(!(validate111(data.filter, {instancePath:instancePath+"/filter",parentData:data,parentDataProperty:"filter",rootData}))){
vErrors = addErrors(vErrors, validate111.errors);
errors = vErrors.length;
}
}
if(data.maxResults !== undefined){
let data1 = data.maxResults;
if(typeof data1 == "number"){
if(data1 > 100 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data1 < 1 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data2 = data.sortOrder;
if(!((data2 === "ASCENDING") || (data2 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
}
validate113.errors = vErrors;
return errors === 0;
}


function validate115(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data1 = data.sortOrder;
if(!((data1 === "ASCENDING") || (data1 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
}
validate115.errors = vErrors;
return errors === 0;
}


function validate116(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sortOrder !== undefined){
let data0 = data.sortOrder;
if(!((data0 === "ASCENDING") || (data0 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
}
validate116.errors = vErrors;
return errors === 0;
}


function validate117(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sandboxId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "sandboxId"}}]); errors++;
}
if(data.sandboxId !== undefined){
let data0 = data.sandboxId;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sandboxId",keyword:"minLength"}]); errors++;
}
}
}
if(data.maxResults !== undefined){
let data1 = data.maxResults;
if(typeof data1 == "number"){
if(data1 > 100 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data1 < 1 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data2 = data.sortOrder;
if(!((data2 === "ASCENDING") || (data2 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
}
validate117.errors = vErrors;
return errors === 0;
}


function validate118(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.maxResults !== undefined){
let data0 = data.maxResults;
if(typeof data0 == "number"){
if(data0 > 100 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data0 < 1 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data1 = data.sortOrder;
if(!((data1 === "ASCENDING") || (data1 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.sortBy !== undefined){
let data2 = data.sortBy;
if(!(((data2 === "NAME") || (data2 === "CREATED_TIME")) || (data2 === "LAST_MODIFIED_TIME"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortBy",keyword:"enum"}]); errors++;
}
}
}
validate118.errors = vErrors;
return errors === 0;
}


function validate119(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sortBy !== undefined){
let data0 = data.sortBy;
if(!(((data0 === "NAME") || (data0 === "CREATED_TIME")) || (data0 === "LAST_MODIFIED_TIME"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortBy",keyword:"enum"}]); errors++;
}
}
if(data.sortOrder !== undefined){
let data1 = data.sortOrder;
if(!((data1 === "ASCENDING") || (data1 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.nextToken !== undefined){
let data2 = data.nextToken;
if(typeof data2 === "string"){
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/nextToken",keyword:"minLength"}]); errors++;
}
}
}
}
validate119.errors = vErrors;
return errors === 0;
}


function validate120(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sortOrder !== undefined){
let data0 = data.sortOrder;
if(!((data0 === "ASCENDING") || (data0 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.sortBy !== undefined){
let data1 = data.sortBy;
if(!(((data1 === "NAME") || (data1 === "CREATED_TIME")) || (data1 === "LAST_MODIFIED_TIME"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortBy",keyword:"enum"}]); errors++;
}
}
if(data.maxResults !== undefined){
let data2 = data.maxResults;
if(typeof data2 == "number"){
if(data2 > 100 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data2 < 1 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
}
validate120.errors = vErrors;
return errors === 0;
}


function validate122(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.status !== undefined){
let data0 = data.status;
if(!(((((data0 === "GENERATING") || (data0 === "SUCCEEDED")) || (data0 === "FAILED")) || (data0 === "INCOMPLETE")) || (data0 === "DELETING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/status",keyword:"enum"}]); errors++;
}
}
}
validate122.errors = vErrors;
return errors === 0;
}


function validate121(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.reportGroupArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "reportGroupArn"}}]); errors++;
}
if(data.sortOrder !== undefined){
let data0 = data.sortOrder;
if(!((data0 === "ASCENDING") || (data0 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.maxResults !== undefined){
let data1 = data.maxResults;
if(typeof data1 == "number"){
if(data1 > 100 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data1 < 1 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.filter !== undefined){
if(!(validate122(data.filter, {instancePath:instancePath+"/filter",parentData:data,parentDataProperty:"filter",rootData}))){
vErrors = addErrors(vErrors, validate122.errors);
errors = vErrors.length;
}
}
}
validate121.errors = vErrors;
return errors === 0;
}


function validate124(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sortOrder !== undefined){
let data0 = data.sortOrder;
if(!((data0 === "ASCENDING") || (data0 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.maxResults !== undefined){
let data1 = data.maxResults;
if(typeof data1 == "number"){
if(data1 > 100 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data1 < 1 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.filter !== undefined){
if(!(validate122(data.filter, {instancePath:instancePath+"/filter",parentData:data,parentDataProperty:"filter",rootData}))){
vErrors = addErrors(vErrors, validate122.errors);
errors = vErrors.length;
}
}
}
validate124.errors = vErrors;
return errors === 0;
}


function validate126(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
}
}
if(data.maxResults !== undefined){
let data1 = data.maxResults;
if(typeof data1 == "number"){
if(data1 > 100 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data1 < 1 || isNaN(data1)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data2 = data.sortOrder;
if(!((data2 === "ASCENDING") || (data2 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
}
validate126.errors = vErrors;
return errors === 0;
}


function validate127(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.maxResults !== undefined){
let data0 = data.maxResults;
if(typeof data0 == "number"){
if(data0 > 100 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data0 < 1 || isNaN(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.sortOrder !== undefined){
let data1 = data.sortOrder;
if(!((data1 === "ASCENDING") || (data1 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
}
validate127.errors = vErrors;
return errors === 0;
}


function validate128(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sortBy !== undefined){
let data0 = data.sortBy;
if(!((data0 === "ARN") || (data0 === "MODIFIED_TIME"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortBy",keyword:"enum"}]); errors++;
}
}
if(data.sortOrder !== undefined){
let data1 = data.sortOrder;
if(!((data1 === "ASCENDING") || (data1 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.maxResults !== undefined){
let data2 = data.maxResults;
if(typeof data2 == "number"){
if(data2 > 100 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data2 < 1 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
if(data.nextToken !== undefined){
let data3 = data.nextToken;
if(typeof data3 === "string"){
if(func2(data3) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/nextToken",keyword:"minLength"}]); errors++;
}
}
}
}
validate128.errors = vErrors;
return errors === 0;
}


function validate129(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sortOrder !== undefined){
let data0 = data.sortOrder;
if(!((data0 === "ASCENDING") || (data0 === "DESCENDING"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortOrder",keyword:"enum"}]); errors++;
}
}
if(data.sortBy !== undefined){
let data1 = data.sortBy;
if(!((data1 === "ARN") || (data1 === "MODIFIED_TIME"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sortBy",keyword:"enum"}]); errors++;
}
}
if(data.maxResults !== undefined){
let data2 = data.maxResults;
if(typeof data2 == "number"){
if(data2 > 100 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"maximum"}]); errors++;
}
if(data2 < 1 || isNaN(data2)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/maxResults",keyword:"minimum"}]); errors++;
}
}
}
}
validate129.errors = vErrors;
return errors === 0;
}


function validate130(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.policy === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "policy"}}]); errors++;
}
if(data.resourceArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "resourceArn"}}]); errors++;
}
if(data.policy !== undefined){
let data0 = data.policy;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/policy",keyword:"minLength"}]); errors++;
}
}
}
if(data.resourceArn !== undefined){
let data1 = data.resourceArn;
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/resourceArn",keyword:"minLength"}]); errors++;
}
}
}
}
validate130.errors = vErrors;
return errors === 0;
}


function validate131(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/id",keyword:"minLength"}]); errors++;
}
}
}
if(data.retryType !== undefined){
let data1 = data.retryType;
if(!((data1 === "RETRY_ALL_BUILDS") || (data1 === "RETRY_FAILED_BUILDS"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/retryType",keyword:"enum"}]); errors++;
}
}
}
validate131.errors = vErrors;
return errors === 0;
}


function validate132(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/id",keyword:"minLength"}]); errors++;
}
}
}
}
validate132.errors = vErrors;
return errors === 0;
}


function validate133(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
}
}
if(data.secondarySourcesOverride !== undefined){
let data1 = data.secondarySourcesOverride;
if(Array.isArray(data1)){
if(data1.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySourcesOverride",keyword:"maxItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate46(data1[i0], {instancePath:instancePath+"/secondarySourcesOverride/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate46.errors);
errors = vErrors.length;
}
}
}
}
if(data.secondarySourcesVersionOverride !== undefined){
let data3 = data.secondarySourcesVersionOverride;
if(Array.isArray(data3)){
if(data3.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySourcesVersionOverride",keyword:"maxItems"}]); errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!(validate53(data3[i1], {instancePath:instancePath+"/secondarySourcesVersionOverride/" + i1,parentData:data3,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate53.errors);
errors = vErrors.length;
}
}
}
}
if(data.artifactsOverride !== undefined){
if(!(validate55(data.artifactsOverride, {instancePath:instancePath+"/artifactsOverride",parentData:data,parentDataProperty:"artifactsOverride",rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
if(data.secondaryArtifactsOverride !== undefined){
let data6 = data.secondaryArtifactsOverride;
if(Array.isArray(data6)){
if(data6.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondaryArtifactsOverride",keyword:"maxItems"}]); errors++;
}
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
if(!(validate55(data6[i2], {instancePath:instancePath+"/secondaryArtifactsOverride/" + i2,parentData:data6,parentDataProperty:i2,rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
}
}
if(data.environmentVariablesOverride !== undefined){
let data8 = data.environmentVariablesOverride;
if(Array.isArray(data8)){
const len3 = data8.length;
for(let i3=0; i3<len3; i3++){
if(!(validate62(data8[i3], {instancePath:instancePath+"/environmentVariablesOverride/" + i3,parentData:data8,parentDataProperty:i3,rootData}))){
vErrors = addErrors(vErrors, validate62.errors);
errors = vErrors.length;
}
}
}
}
if(data.sourceTypeOverride !== undefined){
let data10 = data.sourceTypeOverride;
if(!(((((((((data10 === "CODECOMMIT") || (data10 === "CODEPIPELINE")) || (data10 === "GITHUB")) || (data10 === "GITLAB")) || (data10 === "GITLAB_SELF_MANAGED")) || (data10 === "S3")) || (data10 === "BITBUCKET")) || (data10 === "GITHUB_ENTERPRISE")) || (data10 === "NO_SOURCE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sourceTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.sourceAuthOverride !== undefined){
if(!(validate49(data.sourceAuthOverride, {instancePath:instancePath+"/sourceAuthOverride",parentData:data,parentDataProperty:"sourceAuthOverride",rootData}))){
vErrors = addErrors(vErrors, validate49.errors);
errors = vErrors.length;
}
}
if(data.gitCloneDepthOverride !== undefined){
let data12 = data.gitCloneDepthOverride;
if(typeof data12 == "number"){
if(data12 < 0 || isNaN(data12)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/gitCloneDepthOverride",keyword:"minimum"}]); errors++;
}
}
}
if(data.gitSubmodulesConfigOverride !== undefined){
if(!(validate47(data.gitSubmodulesConfigOverride, {instancePath:instancePath+"/gitSubmodulesConfigOverride",parentData:data,parentDataProperty:"gitSubmodulesConfigOverride",rootData}))){
vErrors = addErrors(vErrors, validate47.errors);
errors = vErrors.length;
}
}
if(data.environmentTypeOverride !== undefined){
let data14 = data.environmentTypeOverride;
if(!((((((((((((data14 === "WINDOWS_CONTAINER") || (data14 === "LINUX_CONTAINER")) || (data14 === "LINUX_GPU_CONTAINER")) || (data14 === "ARM_CONTAINER")) || (data14 === "WINDOWS_SERVER_2019_CONTAINER")) || (data14 === "WINDOWS_SERVER_2022_CONTAINER")) || (data14 === "LINUX_LAMBDA_CONTAINER")) || (data14 === "ARM_LAMBDA_CONTAINER")) || (data14 === "LINUX_EC2")) || (data14 === "ARM_EC2")) || (data14 === "WINDOWS_EC2")) || (data14 === "MAC_ARM"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/environmentTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.imageOverride !== undefined){
let data15 = data.imageOverride;
if(typeof data15 === "string"){
if(func2(data15) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/imageOverride",keyword:"minLength"}]); errors++;
}
}
}
if(data.computeTypeOverride !== undefined){
let data16 = data.computeTypeOverride;
if(!((((((((((((data16 === "BUILD_GENERAL1_SMALL") || (data16 === "BUILD_GENERAL1_MEDIUM")) || (data16 === "BUILD_GENERAL1_LARGE")) || (data16 === "BUILD_GENERAL1_XLARGE")) || (data16 === "BUILD_GENERAL1_2XLARGE")) || (data16 === "BUILD_LAMBDA_1GB")) || (data16 === "BUILD_LAMBDA_2GB")) || (data16 === "BUILD_LAMBDA_4GB")) || (data16 === "BUILD_LAMBDA_8GB")) || (data16 === "BUILD_LAMBDA_10GB")) || (data16 === "ATTRIBUTE_BASED_COMPUTE")) || (data16 === "CUSTOM_INSTANCE_TYPE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/computeTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.cacheOverride !== undefined){
if(!(validate58(data.cacheOverride, {instancePath:instancePath+"/cacheOverride",parentData:data,parentDataProperty:"cacheOverride",rootData}))){
vErrors = addErrors(vErrors, validate58.errors);
errors = vErrors.length;
}
}
if(data.serviceRoleOverride !== undefined){
let data18 = data.serviceRoleOverride;
if(typeof data18 === "string"){
if(func2(data18) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/serviceRoleOverride",keyword:"minLength"}]); errors++;
}
}
}
if(data.buildTimeoutInMinutesOverride !== undefined){
let data19 = data.buildTimeoutInMinutesOverride;
if(typeof data19 == "number"){
if(data19 > 2160 || isNaN(data19)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/buildTimeoutInMinutesOverride",keyword:"maximum"}]); errors++;
}
if(data19 < 5 || isNaN(data19)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/buildTimeoutInMinutesOverride",keyword:"minimum"}]); errors++;
}
}
}
if(data.queuedTimeoutInMinutesOverride !== undefined){
let data20 = data.queuedTimeoutInMinutesOverride;
if(typeof data20 == "number"){
if(data20 > 480 || isNaN(data20)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutesOverride",keyword:"maximum"}]); errors++;
}
if(data20 < 5 || isNaN(data20)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutesOverride",keyword:"minimum"}]); errors++;
}
}
}
if(data.encryptionKeyOverride !== undefined){
let data21 = data.encryptionKeyOverride;
if(typeof data21 === "string"){
if(func2(data21) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/encryptionKeyOverride",keyword:"minLength"}]); errors++;
}
}
}
if(data.logsConfigOverride !== undefined){
if(!(validate71(data.logsConfigOverride, {instancePath:instancePath+"/logsConfigOverride",parentData:data,parentDataProperty:"logsConfigOverride",rootData}))){
vErrors = addErrors(vErrors, validate71.errors);
errors = vErrors.length;
}
}
if(data.registryCredentialOverride !== undefined){
if(!(validate64(data.registryCredentialOverride, {instancePath:instancePath+"/registryCredentialOverride",parentData:data,parentDataProperty:"registryCredentialOverride",rootData}))){
vErrors = addErrors(vErrors, validate64.errors);
errors = vErrors.length;
}
}
if(data.imagePullCredentialsTypeOverride !== undefined){
let data24 = data.imagePullCredentialsTypeOverride;
if(!((data24 === "CODEBUILD") || (data24 === "SERVICE_ROLE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/imagePullCredentialsTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.buildBatchConfigOverride !== undefined){
if(!(validate79(data.buildBatchConfigOverride, {instancePath:instancePath+"/buildBatchConfigOverride",parentData:data,parentDataProperty:"buildBatchConfigOverride",rootData}))){
vErrors = addErrors(vErrors, validate79.errors);
errors = vErrors.length;
}
}
}
validate133.errors = vErrors;
return errors === 0;
}


function validate145(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
}
}
if(data.secondarySourcesOverride !== undefined){
let data1 = data.secondarySourcesOverride;
if(Array.isArray(data1)){
if(data1.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySourcesOverride",keyword:"maxItems"}]); errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
if(!(validate46(data1[i0], {instancePath:instancePath+"/secondarySourcesOverride/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate46.errors);
errors = vErrors.length;
}
}
}
}
if(data.secondarySourcesVersionOverride !== undefined){
let data3 = data.secondarySourcesVersionOverride;
if(Array.isArray(data3)){
if(data3.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySourcesVersionOverride",keyword:"maxItems"}]); errors++;
}
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!(validate53(data3[i1], {instancePath:instancePath+"/secondarySourcesVersionOverride/" + i1,parentData:data3,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate53.errors);
errors = vErrors.length;
}
}
}
}
if(data.artifactsOverride !== undefined){
if(!(validate55(data.artifactsOverride, {instancePath:instancePath+"/artifactsOverride",parentData:data,parentDataProperty:"artifactsOverride",rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
if(data.secondaryArtifactsOverride !== undefined){
let data6 = data.secondaryArtifactsOverride;
if(Array.isArray(data6)){
if(data6.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondaryArtifactsOverride",keyword:"maxItems"}]); errors++;
}
const len2 = data6.length;
for(let i2=0; i2<len2; i2++){
if(!(validate55(data6[i2], {instancePath:instancePath+"/secondaryArtifactsOverride/" + i2,parentData:data6,parentDataProperty:i2,rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
}
}
if(data.environmentVariablesOverride !== undefined){
let data8 = data.environmentVariablesOverride;
if(Array.isArray(data8)){
const len3 = data8.length;
for(let i3=0; i3<len3; i3++){
if(!(validate62(data8[i3], {instancePath:instancePath+"/environmentVariablesOverride/" + i3,parentData:data8,parentDataProperty:i3,rootData}))){
vErrors = addErrors(vErrors, validate62.errors);
errors = vErrors.length;
}
}
}
}
if(data.sourceTypeOverride !== undefined){
let data10 = data.sourceTypeOverride;
if(!(((((((((data10 === "CODECOMMIT") || (data10 === "CODEPIPELINE")) || (data10 === "GITHUB")) || (data10 === "GITLAB")) || (data10 === "GITLAB_SELF_MANAGED")) || (data10 === "S3")) || (data10 === "BITBUCKET")) || (data10 === "GITHUB_ENTERPRISE")) || (data10 === "NO_SOURCE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sourceTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.sourceAuthOverride !== undefined){
if(!(validate49(data.sourceAuthOverride, {instancePath:instancePath+"/sourceAuthOverride",parentData:data,parentDataProperty:"sourceAuthOverride",rootData}))){
vErrors = addErrors(vErrors, validate49.errors);
errors = vErrors.length;
}
}
if(data.gitCloneDepthOverride !== undefined){
let data12 = data.gitCloneDepthOverride;
if(typeof data12 == "number"){
if(data12 < 0 || isNaN(data12)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/gitCloneDepthOverride",keyword:"minimum"}]); errors++;
}
}
}
if(data.gitSubmodulesConfigOverride !== undefined){
if(!(validate47(data.gitSubmodulesConfigOverride, {instancePath:instancePath+"/gitSubmodulesConfigOverride",parentData:data,parentDataProperty:"gitSubmodulesConfigOverride",rootData}))){
vErrors = addErrors(vErrors, validate47.errors);
errors = vErrors.length;
}
}
if(data.environmentTypeOverride !== undefined){
let data14 = data.environmentTypeOverride;
if(!((((((((((((data14 === "WINDOWS_CONTAINER") || (data14 === "LINUX_CONTAINER")) || (data14 === "LINUX_GPU_CONTAINER")) || (data14 === "ARM_CONTAINER")) || (data14 === "WINDOWS_SERVER_2019_CONTAINER")) || (data14 === "WINDOWS_SERVER_2022_CONTAINER")) || (data14 === "LINUX_LAMBDA_CONTAINER")) || (data14 === "ARM_LAMBDA_CONTAINER")) || (data14 === "LINUX_EC2")) || (data14 === "ARM_EC2")) || (data14 === "WINDOWS_EC2")) || (data14 === "MAC_ARM"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/environmentTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.imageOverride !== undefined){
let data15 = data.imageOverride;
if(typeof data15 === "string"){
if(func2(data15) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/imageOverride",keyword:"minLength"}]); errors++;
}
}
}
if(data.computeTypeOverride !== undefined){
let data16 = data.computeTypeOverride;
if(!((((((((((((data16 === "BUILD_GENERAL1_SMALL") || (data16 === "BUILD_GENERAL1_MEDIUM")) || (data16 === "BUILD_GENERAL1_LARGE")) || (data16 === "BUILD_GENERAL1_XLARGE")) || (data16 === "BUILD_GENERAL1_2XLARGE")) || (data16 === "BUILD_LAMBDA_1GB")) || (data16 === "BUILD_LAMBDA_2GB")) || (data16 === "BUILD_LAMBDA_4GB")) || (data16 === "BUILD_LAMBDA_8GB")) || (data16 === "BUILD_LAMBDA_10GB")) || (data16 === "ATTRIBUTE_BASED_COMPUTE")) || (data16 === "CUSTOM_INSTANCE_TYPE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/computeTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.cacheOverride !== undefined){
if(!(validate58(data.cacheOverride, {instancePath:instancePath+"/cacheOverride",parentData:data,parentDataProperty:"cacheOverride",rootData}))){
vErrors = addErrors(vErrors, validate58.errors);
errors = vErrors.length;
}
}
if(data.serviceRoleOverride !== undefined){
let data18 = data.serviceRoleOverride;
if(typeof data18 === "string"){
if(func2(data18) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/serviceRoleOverride",keyword:"minLength"}]); errors++;
}
}
}
if(data.timeoutInMinutesOverride !== undefined){
let data19 = data.timeoutInMinutesOverride;
if(typeof data19 == "number"){
if(data19 > 2160 || isNaN(data19)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/timeoutInMinutesOverride",keyword:"maximum"}]); errors++;
}
if(data19 < 5 || isNaN(data19)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/timeoutInMinutesOverride",keyword:"minimum"}]); errors++;
}
}
}
if(data.queuedTimeoutInMinutesOverride !== undefined){
let data20 = data.queuedTimeoutInMinutesOverride;
if(typeof data20 == "number"){
if(data20 > 480 || isNaN(data20)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutesOverride",keyword:"maximum"}]); errors++;
}
if(data20 < 5 || isNaN(data20)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutesOverride",keyword:"minimum"}]); errors++;
}
}
}
if(data.encryptionKeyOverride !== undefined){
let data21 = data.encryptionKeyOverride;
if(typeof data21 === "string"){
if(func2(data21) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/encryptionKeyOverride",keyword:"minLength"}]); errors++;
}
}
}
if(data.logsConfigOverride !== undefined){
if(!(validate71(data.logsConfigOverride, {instancePath:instancePath+"/logsConfigOverride",parentData:data,parentDataProperty:"logsConfigOverride",rootData}))){
vErrors = addErrors(vErrors, validate71.errors);
errors = vErrors.length;
}
}
if(data.registryCredentialOverride !== undefined){
if(!(validate64(data.registryCredentialOverride, {instancePath:instancePath+"/registryCredentialOverride",parentData:data,parentDataProperty:"registryCredentialOverride",rootData}))){
vErrors = addErrors(vErrors, validate64.errors);
errors = vErrors.length;
}
}
if(data.imagePullCredentialsTypeOverride !== undefined){
let data24 = data.imagePullCredentialsTypeOverride;
if(!((data24 === "CODEBUILD") || (data24 === "SERVICE_ROLE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/imagePullCredentialsTypeOverride",keyword:"enum"}]); errors++;
}
}
if(data.hostKernelOverride !== undefined){
let data25 = data.hostKernelOverride;
if(!(((data25 === "LINUX_KERNEL_4") || (data25 === "LINUX_KERNEL_6")) || (data25 === "LINUX_KERNEL_LATEST"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/hostKernelOverride",keyword:"enum"}]); errors++;
}
}
}
validate145.errors = vErrors;
return errors === 0;
}


function validate156(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sandboxId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "sandboxId"}}]); errors++;
}
if(data.command === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "command"}}]); errors++;
}
if(data.sandboxId !== undefined){
let data0 = data.sandboxId;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sandboxId",keyword:"minLength"}]); errors++;
}
}
}
if(data.command !== undefined){
let data1 = data.command;
if(typeof data1 === "string"){
if(func2(data1) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/command",keyword:"minLength"}]); errors++;
}
}
}
if(data.type !== undefined){
if(!(data.type === "SHELL")){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/type",keyword:"enum"}]); errors++;
}
}
}
validate156.errors = vErrors;
return errors === 0;
}


function validate157(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sandboxId === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "sandboxId"}}]); errors++;
}
if(data.sandboxId !== undefined){
let data0 = data.sandboxId;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/sandboxId",keyword:"minLength"}]); errors++;
}
}
}
}
validate157.errors = vErrors;
return errors === 0;
}


function validate158(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
}
}
}
validate158.errors = vErrors;
return errors === 0;
}


function validate159(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "id"}}]); errors++;
}
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/id",keyword:"minLength"}]); errors++;
}
}
}
}
validate159.errors = vErrors;
return errors === 0;
}


function validate160(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "id"}}]); errors++;
}
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/id",keyword:"minLength"}]); errors++;
}
}
}
}
validate160.errors = vErrors;
return errors === 0;
}


function validate161(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "id"}}]); errors++;
}
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/id",keyword:"minLength"}]); errors++;
}
}
}
}
validate161.errors = vErrors;
return errors === 0;
}


function validate162(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.arn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "arn"}}]); errors++;
}
if(data.arn !== undefined){
let data0 = data.arn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/arn",keyword:"minLength"}]); errors++;
}
}
}
if(data.environmentType !== undefined){
let data1 = data.environmentType;
if(!((((((((((((data1 === "WINDOWS_CONTAINER") || (data1 === "LINUX_CONTAINER")) || (data1 === "LINUX_GPU_CONTAINER")) || (data1 === "ARM_CONTAINER")) || (data1 === "WINDOWS_SERVER_2019_CONTAINER")) || (data1 === "WINDOWS_SERVER_2022_CONTAINER")) || (data1 === "LINUX_LAMBDA_CONTAINER")) || (data1 === "ARM_LAMBDA_CONTAINER")) || (data1 === "LINUX_EC2")) || (data1 === "ARM_EC2")) || (data1 === "WINDOWS_EC2")) || (data1 === "MAC_ARM"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/environmentType",keyword:"enum"}]); errors++;
}
}
if(data.computeType !== undefined){
let data2 = data.computeType;
if(!((((((((((((data2 === "BUILD_GENERAL1_SMALL") || (data2 === "BUILD_GENERAL1_MEDIUM")) || (data2 === "BUILD_GENERAL1_LARGE")) || (data2 === "BUILD_GENERAL1_XLARGE")) || (data2 === "BUILD_GENERAL1_2XLARGE")) || (data2 === "BUILD_LAMBDA_1GB")) || (data2 === "BUILD_LAMBDA_2GB")) || (data2 === "BUILD_LAMBDA_4GB")) || (data2 === "BUILD_LAMBDA_8GB")) || (data2 === "BUILD_LAMBDA_10GB")) || (data2 === "ATTRIBUTE_BASED_COMPUTE")) || (data2 === "CUSTOM_INSTANCE_TYPE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/computeType",keyword:"enum"}]); errors++;
}
}
if(data.computeConfiguration !== undefined){
if(!(validate31(data.computeConfiguration, {instancePath:instancePath+"/computeConfiguration",parentData:data,parentDataProperty:"computeConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate31.errors);
errors = vErrors.length;
}
}
if(data.scalingConfiguration !== undefined){
if(!(validate33(data.scalingConfiguration, {instancePath:instancePath+"/scalingConfiguration",parentData:data,parentDataProperty:"scalingConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate33.errors);
errors = vErrors.length;
}
}
if(data.overflowBehavior !== undefined){
let data5 = data.overflowBehavior;
if(!((data5 === "QUEUE") || (data5 === "ON_DEMAND"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/overflowBehavior",keyword:"enum"}]); errors++;
}
}
if(data.vpcConfig !== undefined){
if(!(validate37(data.vpcConfig, {instancePath:instancePath+"/vpcConfig",parentData:data,parentDataProperty:"vpcConfig",rootData}))){
vErrors = addErrors(vErrors, validate37.errors);
errors = vErrors.length;
}
}
if(data.proxyConfiguration !== undefined){
if(!(validate39(data.proxyConfiguration, {instancePath:instancePath+"/proxyConfiguration",parentData:data,parentDataProperty:"proxyConfiguration",rootData}))){
vErrors = addErrors(vErrors, validate39.errors);
errors = vErrors.length;
}
}
if(data.imageId !== undefined){
let data8 = data.imageId;
if(typeof data8 === "string"){
if(func2(data8) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/imageId",keyword:"minLength"}]); errors++;
}
}
}
if(data.fleetServiceRole !== undefined){
let data9 = data.fleetServiceRole;
if(typeof data9 === "string"){
if(func2(data9) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/fleetServiceRole",keyword:"minLength"}]); errors++;
}
}
}
if(data.tags !== undefined){
let data10 = data.tags;
if(Array.isArray(data10)){
if(data10.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxItems"}]); errors++;
}
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
if(!(validate43(data10[i0], {instancePath:instancePath+"/tags/" + i0,parentData:data10,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
}
}
validate162.errors = vErrors;
return errors === 0;
}


function validate168(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "name"}}]); errors++;
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/name",keyword:"minLength"}]); errors++;
}
}
}
if(data.description !== undefined){
let data1 = data.description;
if(typeof data1 === "string"){
if(func2(data1) > 255){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/description",keyword:"maxLength"}]); errors++;
}
}
}
if(data.source !== undefined){
if(!(validate46(data.source, {instancePath:instancePath+"/source",parentData:data,parentDataProperty:"source",rootData}))){
vErrors = addErrors(vErrors, validate46.errors);
errors = vErrors.length;
}
}
if(data.secondarySources !== undefined){
let data3 = data.secondarySources;
if(Array.isArray(data3)){
if(data3.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySources",keyword:"maxItems"}]); errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
if(!(validate46(data3[i0], {instancePath:instancePath+"/secondarySources/" + i0,parentData:data3,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate46.errors);
errors = vErrors.length;
}
}
}
}
if(data.secondarySourceVersions !== undefined){
let data5 = data.secondarySourceVersions;
if(Array.isArray(data5)){
if(data5.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondarySourceVersions",keyword:"maxItems"}]); errors++;
}
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
if(!(validate53(data5[i1], {instancePath:instancePath+"/secondarySourceVersions/" + i1,parentData:data5,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate53.errors);
errors = vErrors.length;
}
}
}
}
if(data.artifacts !== undefined){
if(!(validate55(data.artifacts, {instancePath:instancePath+"/artifacts",parentData:data,parentDataProperty:"artifacts",rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
if(data.secondaryArtifacts !== undefined){
let data8 = data.secondaryArtifacts;
if(Array.isArray(data8)){
if(data8.length > 12){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/secondaryArtifacts",keyword:"maxItems"}]); errors++;
}
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
if(!(validate55(data8[i2], {instancePath:instancePath+"/secondaryArtifacts/" + i2,parentData:data8,parentDataProperty:i2,rootData}))){
vErrors = addErrors(vErrors, validate55.errors);
errors = vErrors.length;
}
}
}
}
if(data.cache !== undefined){
if(!(validate58(data.cache, {instancePath:instancePath+"/cache",parentData:data,parentDataProperty:"cache",rootData}))){
vErrors = addErrors(vErrors, validate58.errors);
errors = vErrors.length;
}
}
if(data.environment !== undefined){
if(!(validate60(data.environment, {instancePath:instancePath+"/environment",parentData:data,parentDataProperty:"environment",rootData}))){
vErrors = addErrors(vErrors, validate60.errors);
errors = vErrors.length;
}
}
if(data.serviceRole !== undefined){
let data12 = data.serviceRole;
if(typeof data12 === "string"){
if(func2(data12) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/serviceRole",keyword:"minLength"}]); errors++;
}
}
}
if(data.timeoutInMinutes !== undefined){
let data13 = data.timeoutInMinutes;
if(typeof data13 == "number"){
if(data13 > 2160 || isNaN(data13)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/timeoutInMinutes",keyword:"maximum"}]); errors++;
}
if(data13 < 5 || isNaN(data13)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/timeoutInMinutes",keyword:"minimum"}]); errors++;
}
}
}
if(data.queuedTimeoutInMinutes !== undefined){
let data14 = data.queuedTimeoutInMinutes;
if(typeof data14 == "number"){
if(data14 > 480 || isNaN(data14)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutes",keyword:"maximum"}]); errors++;
}
if(data14 < 5 || isNaN(data14)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/queuedTimeoutInMinutes",keyword:"minimum"}]); errors++;
}
}
}
if(data.encryptionKey !== undefined){
let data15 = data.encryptionKey;
if(typeof data15 === "string"){
if(func2(data15) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/encryptionKey",keyword:"minLength"}]); errors++;
}
}
}
if(data.tags !== undefined){
let data16 = data.tags;
if(Array.isArray(data16)){
if(data16.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxItems"}]); errors++;
}
const len3 = data16.length;
for(let i3=0; i3<len3; i3++){
if(!(validate43(data16[i3], {instancePath:instancePath+"/tags/" + i3,parentData:data16,parentDataProperty:i3,rootData}))){
vErrors = addErrors(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
}
if(data.vpcConfig !== undefined){
if(!(validate37(data.vpcConfig, {instancePath:instancePath+"/vpcConfig",parentData:data,parentDataProperty:"vpcConfig",rootData}))){
vErrors = addErrors(vErrors, validate37.errors);
errors = vErrors.length;
}
}
if(data.logsConfig !== undefined){
if(!(validate71(data.logsConfig, {instancePath:instancePath+"/logsConfig",parentData:data,parentDataProperty:"logsConfig",rootData}))){
vErrors = addErrors(vErrors, validate71.errors);
errors = vErrors.length;
}
}
if(data.fileSystemLocations !== undefined){
let data20 = data.fileSystemLocations;
if(Array.isArray(data20)){
const len4 = data20.length;
for(let i4=0; i4<len4; i4++){
if(!(validate77(data20[i4], {instancePath:instancePath+"/fileSystemLocations/" + i4,parentData:data20,parentDataProperty:i4,rootData}))){
vErrors = addErrors(vErrors, validate77.errors);
errors = vErrors.length;
}
}
}
}
if(data.buildBatchConfig !== undefined){
if(!(validate79(data.buildBatchConfig, {instancePath:instancePath+"/buildBatchConfig",parentData:data,parentDataProperty:"buildBatchConfig",rootData}))){
vErrors = addErrors(vErrors, validate79.errors);
errors = vErrors.length;
}
}
}
validate168.errors = vErrors;
return errors === 0;
}


function validate181(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectArn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectArn"}}]); errors++;
}
if(data.projectVisibility === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectVisibility"}}]); errors++;
}
if(data.projectArn !== undefined){
let data0 = data.projectArn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectArn",keyword:"minLength"}]); errors++;
}
}
}
if(data.projectVisibility !== undefined){
let data1 = data.projectVisibility;
if(!((data1 === "PUBLIC_READ") || (data1 === "PRIVATE"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectVisibility",keyword:"enum"}]); errors++;
}
}
if(data.resourceAccessRole !== undefined){
let data2 = data.resourceAccessRole;
if(typeof data2 === "string"){
if(func2(data2) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/resourceAccessRole",keyword:"minLength"}]); errors++;
}
}
}
}
validate181.errors = vErrors;
return errors === 0;
}


function validate182(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.arn === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "arn"}}]); errors++;
}
if(data.arn !== undefined){
let data0 = data.arn;
if(typeof data0 === "string"){
if(func2(data0) < 1){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/arn",keyword:"minLength"}]); errors++;
}
}
}
if(data.exportConfig !== undefined){
if(!(validate84(data.exportConfig, {instancePath:instancePath+"/exportConfig",parentData:data,parentDataProperty:"exportConfig",rootData}))){
vErrors = addErrors(vErrors, validate84.errors);
errors = vErrors.length;
}
}
if(data.tags !== undefined){
let data2 = data.tags;
if(Array.isArray(data2)){
if(data2.length > 50){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/tags",keyword:"maxItems"}]); errors++;
}
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
if(!(validate43(data2[i0], {instancePath:instancePath+"/tags/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = addErrors(vErrors, validate43.errors);
errors = vErrors.length;
}
}
}
}
}
validate182.errors = vErrors;
return errors === 0;
}


function validate185(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.projectName === undefined){
vErrors = addErrors(vErrors, [{instancePath,keyword:"required",params:{missingProperty: "projectName"}}]); errors++;
}
if(data.projectName !== undefined){
let data0 = data.projectName;
if(typeof data0 === "string"){
if(func2(data0) > 150){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"maxLength"}]); errors++;
}
if(func2(data0) < 2){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"minLength"}]); errors++;
}
if(!pattern3.test(data0)){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/projectName",keyword:"pattern"}]); errors++;
}
}
}
if(data.filterGroups !== undefined){
let data1 = data.filterGroups;
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(!(validate90(data2[i1], {instancePath:instancePath+"/filterGroups/" + i0+"/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = addErrors(vErrors, validate90.errors);
errors = vErrors.length;
}
}
}
}
}
}
if(data.buildType !== undefined){
let data4 = data.buildType;
if(!(((data4 === "BUILD") || (data4 === "BUILD_BATCH")) || (data4 === "RUNNER_BUILDKITE_BUILD"))){
vErrors = addErrors(vErrors, [{instancePath:instancePath+"/buildType",keyword:"enum"}]); errors++;
}
}
if(data.pullRequestBuildPolicy !== undefined){
if(!(validate94(data.pullRequestBuildPolicy, {instancePath:instancePath+"/pullRequestBuildPolicy",parentData:data,parentDataProperty:"pullRequestBuildPolicy",rootData}))){
vErrors = addErrors(vErrors, validate94.errors);
errors = vErrors.length;
}
}
}
validate185.errors = vErrors;
return errors === 0;
}
export const validators = {
  BatchDeleteBuildsInput: validate21,
  BatchGetBuildBatchesInput: validate22,
  BatchGetBuildsInput: validate23,
  BatchGetCommandExecutionsInput: validate24,
  BatchGetFleetsInput: validate25,
  BatchGetProjectsInput: validate26,
  BatchGetReportGroupsInput: validate27,
  BatchGetReportsInput: validate28,
  BatchGetSandboxesInput: validate29,
  CreateFleetInput: validate30,
  CreateProjectInput: validate45,
  CreateReportGroupInput: validate83,
  CreateWebhookInput: validate89,
  DeleteBuildBatchInput: validate96,
  DeleteFleetInput: validate97,
  DeleteProjectInput: validate98,
  DeleteReportGroupInput: validate99,
  DeleteReportInput: validate100,
  DeleteResourcePolicyInput: validate101,
  DeleteSourceCredentialsInput: validate102,
  DeleteWebhookInput: validate103,
  DescribeCodeCoveragesInput: validate104,
  DescribeTestCasesInput: validate105,
  GetReportGroupTrendInput: validate106,
  GetResourcePolicyInput: validate107,
  ImportSourceCredentialsInput: validate108,
  InvalidateProjectCacheInput: validate109,
  ListBuildBatchesForProjectInput: validate110,
  ListBuildBatchesInput: validate113,
  ListBuildsForProjectInput: validate115,
  ListBuildsInput: validate116,
  ListCommandExecutionsForSandboxInput: validate117,
  ListFleetsInput: validate118,
  ListProjectsInput: validate119,
  ListReportGroupsInput: validate120,
  ListReportsForReportGroupInput: validate121,
  ListReportsInput: validate124,
  ListSandboxesForProjectInput: validate126,
  ListSandboxesInput: validate127,
  ListSharedProjectsInput: validate128,
  ListSharedReportGroupsInput: validate129,
  PutResourcePolicyInput: validate130,
  RetryBuildBatchInput: validate131,
  RetryBuildInput: validate132,
  StartBuildBatchInput: validate133,
  StartBuildInput: validate145,
  StartCommandExecutionInput: validate156,
  StartSandboxConnectionInput: validate157,
  StartSandboxInput: validate158,
  StopBuildBatchInput: validate159,
  StopBuildInput: validate160,
  StopSandboxInput: validate161,
  UpdateFleetInput: validate162,
  UpdateProjectInput: validate168,
  UpdateProjectVisibilityInput: validate181,
  UpdateReportGroupInput: validate182,
  UpdateWebhookInput: validate185,
};
