import type { ComponentType } from 'react'
import type { Words } from './words.ts'

/** What a factor shows on another device of its owner's, apart from the pages of the portal. */
export interface PhoneScreen {
  /** The namespace of its words. */
  readonly id: string
  readonly words: Words
  readonly Page: ComponentType
}
