import type { Found } from './finding.ts'
import type { Given, Scene } from './scene.ts'

/** One kind of way around. */
export interface Check {
  readonly id: string
  readonly title: string
  /** What would have to be given for it: `--direct`; undefined where it is. */
  lacks?(given: Given): string | undefined
  run(scene: Scene): Promise<readonly Found[]>
}
