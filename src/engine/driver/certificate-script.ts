import { writeNewFile } from "./shell-text.ts";

/** All of them in one file: for programs that don't ask the image's own store. */
const BUNDLE = "/codebuild/readonly/certificate.pem";
/** Where the tools that keep an image's store look for additions: of Debian and Alpine, of SUSE, of Red Hat and Amazon Linux. */
const PLACES = {
  debian: "/usr/local/share/ca-certificates",
  suse: "/etc/pki/trust/anchors",
  redHat: "/etc/pki/ca-trust/source/anchors",
};
/** What programs read in images without such a tool. */
const STORES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * Shell text that makes the container trust the certificates: by the tool that the image has for it, else by adding them to
 * the files that the image has, or to the most usual one. Needs nothing but `mkdir`; prints a warning when all of it fails.
 *
 * @param certificates in PEM
 */
export function toCertificateInstall(certificates: readonly string[]): string {
  if (certificates.length === 0) return "";
  const place = (directory: string): string =>
    certificates.map((pem, index) => writeNewFile(`${directory}/codebuild-${index}.crt`, pem)).join("");
  return `${writeNewFile(BUNDLE, certificates.join(""))}(
umask 022
add() {
  while IFS= read -r line; do command printf '%s\\n' "$line"; done <${BUNDLE}
}
install_certificates() {
  if command -v update-ca-certificates; then
    if test -d ${PLACES.suse}; then
${place(PLACES.suse)}
    else
${place(PLACES.debian)}
    fi
    update-ca-certificates && return
  elif command -v update-ca-trust; then
${place(PLACES.redHat)}
    update-ca-trust extract && return
  fi
  found=
  for store in ${STORES.join(" ")}; do
    if test -f "$store"; then { echo; add; } >>"$store" && found=yes; fi
  done
  test -n "$found" || { mkdir -p /etc/ssl/certs && add >${STORES[0]}; }
}
install_certificates </dev/null >/dev/null 2>&1 || echo "WARNING: the certificate could not be installed; it is in ${BUNDLE}"
)
`;
}
