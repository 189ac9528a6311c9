import { SallyportError } from '../../kernel/errors.ts'

export function folderNotOfSimulator(folder: string) {
  return new SallyportError(
    'conflict',
    'simulator.folder',
    `${folder} is not empty and not a simulator's folder. Name another one with --folder.`,
  )
}

export function simulatedNotFound(kind: string, name: string, folder: string) {
  return new SallyportError(
    'not-found',
    'simulator.not-found',
    `There is no ${kind} ${name} in ${folder}. --help shows how to make one.`,
  )
}

export function simulatedUnreadable(file: string, cause: unknown) {
  return new SallyportError(
    'invalid',
    'simulator.unreadable',
    `${file} is not what a simulator wrote there.`,
    {
      cause,
    },
  )
}

export function portUnusable(port: number, cause: unknown) {
  return new SallyportError(
    'unavailable',
    'simulator.port',
    `Port ${port} of this machine cannot be used. Take another one with --port.`,
    { cause },
  )
}
