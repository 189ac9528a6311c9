import { cancelled } from './errors.ts'
import { printable } from './output.ts'

/** Questions to a person; on standard error, so that results can be piped. Each throws `cli.cancelled` on Ctrl+C. */
export const ask = {
  async text(message: string): Promise<string> {
    const { text, isCancel } = await import('@clack/prompts')
    const answer = await text({ message: printable(message), output: process.stderr })
    if (isCancel(answer)) throw cancelled()
    return answer ?? ''
  },

  /** What is typed is not shown. */
  async hidden(message: string): Promise<string> {
    const { password, isCancel } = await import('@clack/prompts')
    const answer = await password({ message: printable(message), output: process.stderr })
    if (isCancel(answer)) throw cancelled()
    return answer ?? ''
  },

  async confirm(message: string): Promise<void> {
    const { confirm, isCancel } = await import('@clack/prompts')
    const answer = await confirm({ message: printable(message), initialValue: false, output: process.stderr })
    if (isCancel(answer) || !answer) throw cancelled()
  },
}

/** Tells how far long work has come. */
export interface Progress {
  advance(done: number): void
  stop(message: string): void
}

/** A bar on a terminal; silent elsewhere, where nobody watches. */
export async function startProgress(terminal: boolean, message: string, of: number): Promise<Progress> {
  if (!terminal) return { advance() {}, stop() {} }
  const { progress } = await import('@clack/prompts')
  const bar = progress({ max: Math.max(1, of), output: process.stderr })
  let shown = 0
  bar.start(message)
  return {
    advance(done) {
      bar.advance(done - shown)
      shown = done
    },
    stop: (text) => bar.stop(text),
  }
}
