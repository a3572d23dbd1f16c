/** What a browser sees at `/`: what this is, and how to use it. */
export function toStartPage(version: string, host: string): string {
  const url = `http://${escapeHtml(host)}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>codebuild-local</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.6 system-ui, sans-serif; max-width: 50rem; margin: 10vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.6rem; margin: 0 }
  h1 + p { margin-top: 0.25rem; opacity: 0.75 }
  pre { font-size: 0.875rem; padding: 1rem; border: 1px solid #8884; border-radius: 6px; background: #8881; white-space: pre-wrap }
  footer { margin-top: 2rem; font-size: 0.875rem; opacity: 0.75 }
</style>
<h1>codebuild-local</h1>
<p>A local endpoint for AWS CodeBuild. It is running.</p>
<p>Point the aws CLI, an SDK or Terraform at <code>${url}</code>; any credentials and any region will do.</p>
<pre>export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
aws --endpoint-url ${url} codebuild list-projects
aws --endpoint-url ${url} codebuild start-build --project-name &lt;project&gt;
aws --endpoint-url ${url} logs tail /aws/codebuild/&lt;project&gt; --follow
aws --endpoint-url ${url} s3 ls</pre>
<footer>Version ${escapeHtml(version)} · <a href="/_codebuild-local/health">Health</a>: whether Docker can be reached, and which services are on</footer>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
