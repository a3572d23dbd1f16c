// What the bundle does to make the process start fast and need nothing beside it. Plugins of rolldown, used by build.mjs.
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";

/**
 * Takes Node's own modules from `process.getBuiltinModule`. An import statement makes a module object of every export,
 * and for `node:http` that alone loads undici (its `WebSocket` is a getter): 60 ms of a start.
 */
export const builtinsWithoutFacade = {
  name: "builtins-without-facade",
  renderChunk(code) {
    return code.replace(/^import (.+?) from "(node:)?([\w/]+)";$/gm, (statement, names, scheme = "", module) => {
      if (!isBuiltin(scheme + module)) return statement;
      if (module === "https" && names.startsWith("{ ")) return lateHttps(names);
      const [, byDefault, whole, some] = /^(?:([\w$]+)(?:, )?)?(?:\* as ([\w$]+)|\{ (.+) \})?$/.exec(names) ?? [];
      const bound = [byDefault, whole, some && `{ ${some.replaceAll(" as ", ": ")} }`].filter(Boolean);
      if (bound.length === 0) throw new Error(`an import that scripts/bundle-plugins.mjs can't read: ${statement}`);
      return bound.map((name) => `const ${name} = process.getBuiltinModule("node:${module}");`).join("\n");
    });
  },
};

/** TLS, with the machine's certificates, is loaded by the first call: 15 ms that an engine on a local socket never needs. */
function lateHttps(names) {
  return names
    .slice("{ ".length, -" }".length)
    .split(", ")
    .map((name) => name.split(" as "))
    .map(
      ([name, local = name]) =>
        `const ${local} = (...args) => process.getBuiltinModule("node:https").${name}(...args);`,
    )
    .join("\n");
}

/**
 * Writes all but ASCII as escapes; outside of comments it stands in literals only. One other character makes V8 hold the
 * whole text in two bytes a character.
 */
export const asciiOnly = {
  name: "ascii-only",
  renderChunk(code) {
    return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  },
};

const OUR_MEDIA_TYPES =
  /^(text\/(plain|html|css|xml)|application\/(json|xml|cbor|octet-stream|x-www-form-urlencoded|javascript))$/;

/** Koa's table of all media types there are is built at every start; the endpoint names those that it answers with itself. */
export const shortMediaTypes = {
  name: "short-media-types",
  load(id) {
    if (!/[\\/]mime-db[\\/]db\.json$/.test(id)) return null;
    const all = Object.entries(JSON.parse(readFileSync(id, "utf8")));
    const ours = Object.fromEntries(all.filter(([type]) => OUR_MEDIA_TYPES.test(type)));
    return { code: JSON.stringify(ours), moduleType: "json" };
  },
};

/**
 * js-yaml makes its tags and schemas when it is loaded; of its parser's events, which are all that we take, none needs them.
 * Marked as pure they are left out.
 */
export const leanYaml = {
  name: "lean-yaml",
  transform(code, id) {
    if (!/[\\/]js-yaml[\\/]dist[\\/]js-yaml\.mjs$/.test(id)) return null;
    const pure = code
      .replace(/^var (\w+) = (define\w+Tag\(|YAML11_SCHEMA\.withTags\()/gm, "var $1 = /* @__PURE__ */ $2")
      .replace(/^var (DEFAULT_\w+) = (\{[\s\S]*?^\});$/gm, "var $1 = /* @__PURE__ */ (() => ($2))();")
      .replace(/^var (\w+) = (new Schema\(\[[^;]*?\]\));$/gm, "var $1 = /* @__PURE__ */ (() => $2)();");
    return { code: pure };
  },
};

/**
 * The Docker client loads what it may never need: gRPC for BuildKit sessions, which only image builds have, and SSH. The
 * former is left out of the bundle and says so if it is ever asked for; the latter is loaded by the first ssh:// engine.
 */
export const lazyDockerClient = {
  name: "lazy-docker-client",
  transform(code, id) {
    const edits = [
      [
        /dockerode\/lib\/docker\.js$/,
        "withSession = require('./session')",
        `withSession = ${leftOut("BuildKit sessions")}`,
      ],
      [/dockerode\/lib\/docker\.js$/, "require('./buildkit')", `(${leftOut("BuildKit traces")})()`],
      [/docker-modem\/lib\/modem\.js$/, "ssh = require('./ssh')", "ssh = (options) => require('./ssh')(options)"],
    ].filter(([file]) => file.test(id.replaceAll("\\", "/")));
    if (edits.length === 0) return null;
    let edited = code;
    for (const [, from, to] of edits) {
      if (!edited.includes(from)) throw new Error(`${id} has no ${from} any more: see scripts/bundle-plugins.mjs`);
      edited = edited.replace(from, to);
    }
    return { code: edited };
  },
};

function leftOut(what) {
  return `function () { throw new Error("codebuild-local is bundled without ${what}"); }`;
}
