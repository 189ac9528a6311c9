import { useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { ReferredSignIn } from './referred-sign-in.tsx'
import { SignInFlow } from './sign-in-flow.tsx'
import type { SignInSearch } from './target.ts'
import { useAttempt } from './use-attempt.ts'

/** Signs in: to our own pages, or for an application that sent the browser here. */
export function SignInPage() {
  const { to, referral }: SignInSearch = useSearch({ from: '/sign-in' })
  return referral === undefined ? <OwnSignIn to={to} /> : <ReferredSignIn token={referral} />
}

/** A half-finished sign-in goes on where it was. */
function OwnSignIn({ to }: { readonly to: string | undefined }) {
  // A fresh load, so that nothing of the sign-in stays in memory or in the history.
  const done = useCallback(() => location.replace(to ?? '/'), [to])
  return <SignInFlow own={useAttempt()} onDone={done} />
}
