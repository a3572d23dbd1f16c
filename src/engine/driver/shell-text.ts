/** Variables of the driver stand in the shell of the build, so they take the prefix that CodeBuild reserves. */
export function toShell(text: string): string {
  return text.replaceAll(/@([A-Z_]+)/g, "CODEBUILD_DRIVER_$1");
}

/** A literal word. Shells drop NUL bytes from scripts, so they are dropped here. */
export function quote(text: string): string {
  return `'${text.replaceAll("\0", "").replaceAll("'", `'\\''`)}'`;
}

/** Shell text that writes `text` to `path`, and ends the shell when it can't. */
export function writeFile([path, text]: readonly [string, string]): string {
  return `command printf %s ${quote(text)} >|${path} || exit 70`;
}

/** The same with nothing but `mkdir` beside the shell's own words, where the directory may be missing; a failure is told, and the shell goes on. */
export function writeNewFile(path: string, text: string): string {
  const directory = path.slice(0, path.lastIndexOf("/"));
  return `mkdir -p ${quote(directory)}\ncommand printf '%s' ${quote(text)} >${quote(path)}\n`;
}

/** Whether a POSIX shell can hold a variable of this name; a plan's other variables are left out. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
