/** What a browser sees at `/`: what this is, and how to use it. */
export function toStartPage(version: string, host: string): string {
  const url = `http://${escapeHtml(host)}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>codebuild-local</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 3em auto; padding: 0 1em; color: #222 }
  pre { background: #f3f3f3; padding: 1em; overflow: auto }
  small { color: #666 }
</style>
<h1>codebuild-local</h1>
<p>A local endpoint for AWS CodeBuild, with the S3 and CloudWatch Logs that its builds need. It runs; point a client at it:</p>
<pre>aws --endpoint-url ${url} codebuild list-projects
aws --endpoint-url ${url} s3 ls
aws --endpoint-url ${url} logs tail /aws/codebuild/&lt;project&gt; --follow</pre>
<p><a href="/_codebuild-local/health">Health</a></p>
<p><small>Version ${escapeHtml(version)}</small></p>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
