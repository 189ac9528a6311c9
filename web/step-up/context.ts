import { createContext } from 'react'

/** Asks the person to prove themselves again; true when they did, false when they turned back. */
export type AskStepUp = () => Promise<boolean>

/** How to ask, where someone is signed in; undefined outside of a session. */
export const StepUpContext = createContext<AskStepUp | undefined>(undefined)
