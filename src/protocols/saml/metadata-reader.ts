import { readMetadata, type ServiceProvider } from './service-provider.ts'

const mostKept = 200

/** Reads each text once: it always says the same, is long, and is asked for at every request. */
export function metadataReader(): (metadata: string) => ServiceProvider {
  const known = new Map<string, ServiceProvider>()
  return (metadata) => {
    const before = known.get(metadata)
    if (before) return before
    const provider = readMetadata(metadata)
    if (known.size >= mostKept) known.clear()
    known.set(metadata, provider)
    return provider
  }
}
