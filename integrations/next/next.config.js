import { join } from 'node:path'

/** Packages lie beside this application and above it; nothing above `integrations/` is its. */
export default { turbopack: { root: join(import.meta.dirname, '../..') } }
