// Packages from npm as one script that a page can load.
import { build } from 'esbuild';

const made = new Map<string, Promise<string>>();

/** What `source` exports, as `window[name]`. */
export function bundled(source: string, name: string): Promise<string> {
  let script = made.get(source);
  if (!script) {
    script = bundle(source, name);
    made.set(source, script);
  }
  return script;
}

async function bundle(source: string, name: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: __dirname },
    bundle: true,
    format: 'iife',
    globalName: name,
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'error',
  });
  // Inside a page a `var` of a script is a property of the window.
  return result.outputFiles[0].text;
}
