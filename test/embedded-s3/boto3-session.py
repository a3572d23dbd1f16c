"""What a program with boto3 does in a day. Prints "done" at its end; any assertion ends it earlier."""

import io
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
s3 = boto3.client("s3", endpoint_url=endpoint)
resource = boto3.resource("s3", endpoint_url=endpoint)


def refused(code, call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response
    raise AssertionError(f"{code} was expected")


s3.create_bucket(Bucket="boto")
refused("404", s3.head_object, Bucket="boto", Key="none")
refused("NoSuchKey", s3.get_object, Bucket="boto", Key="none")
refused("NoSuchBucket", s3.list_objects_v2, Bucket="none-such")

body = bytes(range(256)) * 100
for algorithm in ("CRC32", "SHA1", "SHA256"):
    put = s3.put_object(Bucket="boto", Key="ä/" + algorithm, Body=body, ChecksumAlgorithm=algorithm, Metadata={"k": "v"})
    assert put["Checksum" + algorithm]
got = s3.get_object(Bucket="boto", Key="ä/CRC32", ChecksumMode="ENABLED")
assert got["Body"].read() == body and got["Metadata"] == {"k": "v"}
assert s3.get_object(Bucket="boto", Key="ä/CRC32", Range="bytes=250-260")["Body"].read() == body[250:261]
refused("InvalidRange", s3.get_object, Bucket="boto", Key="ä/CRC32", Range="bytes=99999-")
refused("304", s3.get_object, Bucket="boto", Key="ä/CRC32", IfNoneMatch=got["ETag"])
refused("PreconditionFailed", s3.put_object, Bucket="boto", Key="ä/CRC32", Body=b"", IfNoneMatch="*")

large = bytes(range(256)) * 50_000
s3.upload_fileobj(io.BytesIO(large), "boto", "large", Config=TransferConfig(multipart_threshold=6 << 20, multipart_chunksize=5 << 20))
back = io.BytesIO()
s3.download_fileobj("boto", "large", back, Config=TransferConfig(multipart_threshold=6 << 20, multipart_chunksize=5 << 20))
assert back.getvalue() == large
assert s3.head_object(Bucket="boto", Key="large")["ETag"].endswith('-3"')
s3.copy({"Bucket": "boto", "Key": "large"}, "boto", "copied", Config=TransferConfig(multipart_threshold=6 << 20, multipart_chunksize=6 << 20))
assert s3.get_object(Bucket="boto", Key="copied")["Body"].read() == large

keys = [page_object.key for page_object in resource.Bucket("boto").objects.all()]
assert keys == ["copied", "large", "ä/CRC32", "ä/SHA1", "ä/SHA256"], keys
assert s3.list_objects(Bucket="boto", Delimiter="/")["CommonPrefixes"] == [{"Prefix": "ä/"}]

url = s3.generate_presigned_url("get_object", Params={"Bucket": "boto", "Key": "ä/SHA1"})
assert urllib.request.urlopen(url).read() == body
older = boto3.client("s3", endpoint_url=endpoint, config=Config(signature_version="s3"))
assert older.get_object(Bucket="boto", Key="ä/SHA1")["Body"].read() == body
url = older.generate_presigned_url("get_object", Params={"Bucket": "boto", "Key": "ä/SHA1"})
assert urllib.request.urlopen(url).read() == body
url = s3.generate_presigned_url("put_object", Params={"Bucket": "boto", "Key": "by url"})
urllib.request.urlopen(urllib.request.Request(url, data=b"by url", method="PUT"))
assert s3.get_object(Bucket="boto", Key="by url")["Body"].read() == b"by url"
form = s3.generate_presigned_post("boto", "form")
try:
    urllib.request.urlopen(form["url"], data=b"x")
    raise AssertionError("a form upload was accepted")
except urllib.error.HTTPError as error:
    assert error.code == 501, error

s3.put_bucket_versioning(Bucket="boto", VersioningConfiguration={"Status": "Enabled"})
resource.Bucket("boto").objects.delete()
assert not list(resource.Bucket("boto").objects.all())
resource.Bucket("boto").object_versions.delete()
s3.get_waiter("object_not_exists").wait(Bucket="boto", Key="large")
s3.delete_bucket(Bucket="boto")
print("done")
