import type { Simulator } from '../factors/simulator.ts'
import { simulators } from '../factors/simulators.ts'
import type { CommandDefinition } from './definition.ts'

const folder = {
  flags: '--folder <folder>',
  description: 'where the simulated things lie; ./sallyport-sim unless told',
}

/** Commands that stand in for hardware: each factor brings its own. They open nothing of an installation. */
export const simulatorCommands: readonly CommandDefinition[] = simulators.map(commandOf)

function commandOf(simulator: Simulator): CommandDefinition {
  const { id, summary, argument, options, examples } = simulator
  return {
    name: `sim ${id}`,
    summary,
    assurance: 'none',
    changes: false,
    ...(argument ? { argument } : {}),
    options: [...options, folder],
    examples: examples.map((example) => `sallyport sim ${example}`),
    load: async () => {
      const { simulate } = await import('./simulator/simulate.ts')
      return { run: (context, input) => simulate(simulator, context, input) }
    },
  }
}
