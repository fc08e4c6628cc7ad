// node pyodide_run.mjs PYODIDE_FOLDER WHEELS_FOLDER TESTS_FOLDER SCRIPT
// Load Pyodide offline, unpack the wheels, mount the tests, run a Python file, print what it leaves in `told`.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, wheels, tests, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const python = await loadPyodide();
for (const name of readdirSync(wheels).filter((name) => name.endsWith(".whl"))) {
  python.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "wheel");
}
python.mountNodeFS("/tests", tests);
python.runPython("import sys; sys.path.insert(0, '/')");
python.runPython(readFileSync(script, "utf8"));
console.log(python.globals.get("told"));
