import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { requireSafeBind } from '../../server/config.ts'
import { startServer } from '../../server/main.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../definition.ts'
import { timeText } from '../output.ts'

/** `serve`: until it is told to stop; a second signal does not wait. */
export async function run(context: Context): Promise<ExitCode> {
  const config = await context.config()
  requireSafeBind(config)
  const stopped = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)))
  const server = await startServer(config)
  setFlagsFromString('--semi-space-growth-factor=2')
  const { output } = context
  output.result({ url: server.url })
  output.line(`Sallyport is ready: ${server.url}`)
  if (server.createdKey)
    output.line(
      'A new key was made beside the database. Keep a copy elsewhere: without it nothing that is sealed can be opened.',
    )
  if (server.setUpLink) {
    output.line(
      `Set up the first administrator with this link, until ${timeText(server.setUpLink.expiresAt)} UTC:`,
    )
    output.line(`  ${server.setUpLink.link}`)
  }
  const reload = () => server.reloadCertificate()
  process.on('SIGHUP', reload)
  await stopped
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(2))
  await server.stop()
  return 0
}
