// Builds ../dist: the style sheet, the fonts and the sheet of icons under names that hold a hash of
// their content, gzip twins of the text files, and manifest.json from plain names to hashed ones.
// The same sources give the same bytes; nothing is fetched.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = import.meta.dirname;
const modules = path.join(here, "node_modules");
const dist = path.join(here, "..", "dist");

const ICONS = [
  "arrow-left-right", "book-open", "calendar-clock", "check", "chevron-left", "chevron-right",
  "circle-check", "circle-x", "eye", "eye-off", "file-pen-line", "handshake", "inbox", "log-out", "map-pin", "pause",
  "scroll-text", "search", "shield-check", "triangle-alert", "undo-2", "unplug", "users-round",
];

const LICENCES = {
  "Inter": "@fontsource-variable/inter",
  "IBM Plex Sans Arabic": "@fontsource/ibm-plex-sans-arabic",
  "Lucide": "lucide-static",
};

const manifest = {};

fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist, { recursive: true });
put("icons.svg", spriteOf(ICONS));
put("mark.svg", fs.readFileSync(path.join(here, "mark.svg")));
put("licences.txt", licences());
for (const [name, data] of await styleAndFonts()) put(name, data);
fs.writeFileSync(path.join(dist, "manifest.json"), JSON.stringify(manifest, Object.keys(manifest).sort(), 2) + "\n");
report();

// One file, under the name that its content gives it, with a gzip twin if it is text.
function put(name, data) {
  const bytes = Buffer.from(data);
  const { name: stem, ext } = path.parse(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const file = `${stem}.${hash}${ext}`;
  fs.writeFileSync(path.join(dist, file), bytes);
  if (ext !== ".woff2") fs.writeFileSync(path.join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  manifest[name] = file;
}

// The style sheet last: it names the fonts by their hashed names.
async function styleAndFonts() {
  const fonts = new Map();
  const result = await build({
    entryPoints: [path.join(here, "css/style.css")],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    write: false,
    target: ["chrome123", "firefox120", "safari17.5"],
    outdir: dist,
    logLevel: "warning",
    plugins: [{
      name: "fonts",
      setup(build) {
        build.onResolve({ filter: /\.woff2$/ }, ({ path: name }) => {
          const data = fs.readFileSync(path.join(modules, name));
          const plain = path.basename(name);
          fonts.set(plain, data);
          const hash = createHash("sha256").update(data).digest("hex").slice(0, 12);
          return { path: plain.replace(/\.woff2$/, `.${hash}.woff2`), external: true };
        });
      },
    }],
  });
  const style = result.outputFiles.find((file) => file.path.endsWith(".css"));
  return [...[...fonts].sort(([a], [b]) => (a < b ? -1 : 1)), ["style.css", style.contents]];
}

// Only the icons that the pages use, each as a symbol under its name.
function spriteOf(names) {
  const symbols = names.map((name) => {
    const icon = fs.readFileSync(path.join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
    const inside = icon.slice(icon.indexOf(">", icon.indexOf("<svg")) + 1, icon.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  symbols.push(markSymbol());
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

// Our own mark, in the colour of the text around it.
function markSymbol() {
  return '<symbol id="mark" viewBox="0 0 24 24"><path d="M5 5h14v14H5z" opacity=".55"/>'
    + '<path d="m12 2 10 10-10 10L2 12z" opacity=".75"/></symbol>';
}

function licences() {
  const texts = Object.entries(LICENCES).map(([title, folder]) => {
    const text = fs.readFileSync(path.join(modules, folder, "LICENSE"), "utf8").trim();
    return `${title}\n${"=".repeat(title.length)}\n\n${text}\n`;
  });
  return texts.join("\n\n");
}

function report() {
  let raw = 0;
  let sent = 0;
  for (const [name, file] of Object.entries(manifest).sort()) {
    const size = fs.statSync(path.join(dist, file)).size;
    const twin = path.join(dist, `${file}.gz`);
    const packed = fs.existsSync(twin) ? fs.statSync(twin).size : size;
    raw += size;
    sent += packed;
    console.log(`${name.padEnd(52)} ${String(size).padStart(8)} bytes ${String(packed).padStart(8)} sent`);
  }
  console.log(`${"total".padEnd(52)} ${String(raw).padStart(8)} bytes ${String(sent).padStart(8)} sent`);
}
