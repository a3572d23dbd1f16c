/** Shell text that writes `text` to `path`, with nothing but `mkdir` beside the shell's own words. */
export function toShellFile(path: string, text: string): string {
  const directory = path.slice(0, path.lastIndexOf("/"));
  return `mkdir -p ${quote(directory)}\ncommand printf '%s' ${quote(text)} >${quote(path)}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
