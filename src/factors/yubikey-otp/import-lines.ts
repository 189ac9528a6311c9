/** A line of a file that has something to say, and where it stands. */
export interface Line {
  readonly place: string
  readonly columns: readonly string[]
}

/** The lines of a file of comma-separated values, without comments and empty ones. No such file quotes a value. */
export function linesOf(file: Uint8Array): readonly Line[] {
  const text = Buffer.from(file)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  return text.split(/\r?\n|\r/).flatMap((line, index) => {
    const bare = line.trim()
    if (bare === '' || bare.startsWith('#')) return []
    return [{ place: `line ${index + 1}`, columns: bare.split(',').map((column) => column.trim()) }]
  })
}

/** The first lines, for recognising a file by them. */
export function firstLines(file: Uint8Array): readonly Line[] {
  return linesOf(file.subarray(0, 4096)).slice(0, 5)
}
