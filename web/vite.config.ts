import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname

/** Portal and console: two entries, so that nobody who signs in loads the console. */
export default defineConfig({
  root: here,
  base: '/',
  plugins: [react(), paintOnce()],
  // `vite dev` beside a running server; the server must have the address of the pages as its base URL.
  server: { proxy: { '/api': 'http://localhost:8080' } },
  build: {
    outDir: join(here, 'dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: { portal: join(here, 'index.html'), console: join(here, 'console.html') } },
  },
})

/** Holds the first paint until the colour scheme is known: no flash, and no inline script (content security policy). */
function paintOnce(): Plugin {
  return {
    name: 'sallyport-paint-once',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  }
}
