import { svelte } from "@sveltejs/vite-plugin-svelte";
import { copyFileSync, mkdirSync } from "node:fs";
import { defineConfig } from "vite";

// The page's files have fixed names: the program that serves them tells versions apart by ETag.
const page = "../build/page";

/** The coast lines are data, fetched when the map is opened. */
const atlas = {
  name: "atlas",
  closeBundle() {
    mkdirSync(page, { recursive: true });
    for (const scale of ["110m", "50m"])
      copyFileSync(`node_modules/world-atlas/countries-${scale}.json`, `${page}/countries-${scale}.json`);
  },
};

export default defineConfig({
  plugins: [svelte(), atlas],
  build: {
    outDir: page,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      output: {
        entryFileNames: "app.js",
        chunkFileNames: "[name].js",
        assetFileNames: "app[extname]",
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8400" } },
});
