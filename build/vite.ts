import { existsSync, renameSync, rmSync } from 'node:fs'

/** A production install leaves Vite out: pages are served as they were shipped, and the sources run. */
export function viteIsInstalled(): boolean {
  try {
    import.meta.resolve('vite')
    return true
  } catch {
    return false
  }
}

/** Swapped in whole, so that nobody who reads meanwhile sees half of it. */
export function replaceFolder(folder: string, fresh: string): void {
  const old = `${fresh}-old`
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(fresh, folder)
  rmSync(old, { recursive: true, force: true })
}
