import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname

const entries = {
  portal: join(here, 'index.html'),
  console: join(here, 'console.html'),
  phone: join(here, 'phone.html'),
  worker: join(here, 'phone/worker.ts'),
}

/** Portal, console and phone: entries of their own, so that nobody who signs in loads the console. */
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
    rolldownOptions: {
      input: entries,
      // A browser looks for a newer worker at the address of the one that it has.
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? 'phone/worker.js' : 'assets/[name]-[hash].js'),
      },
    },
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
