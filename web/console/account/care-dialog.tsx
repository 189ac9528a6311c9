import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { helpWith, moveAuthenticator } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { AccountView, CaredForView } from '../../api/types.ts'
import { screensOf } from '../../factors.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

interface CareDialogProps {
  readonly account: AccountView
  readonly authenticator: CaredForView
  /** `suspend`, `resume`, or an operation of the factor. */
  readonly care: string
  readonly onClose: () => void
}

/** Asks for the reason, and for what the operation needs. */
export function CareDialog({ account, authenticator, care, onClose }: CareDialogProps) {
  const { factor, label, helps } = authenticator
  const { t } = useTranslation(['console', factor])
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [input, setInput] = useState<unknown>()
  const cared = { accountId: account.id, authenticatorId: authenticator.id }
  const isHelp = helps.includes(care)
  const Help = isHelp ? screensOf(factor)?.Help : undefined
  const words = isHelp ? { ns: factor, of: `helps.${care}` } : { ns: 'console', of: `care.${care}` }
  const caring = useMutation({
    mutationFn: (reason: string) =>
      withStepUp(async () => {
        if (isHelp) await helpWith(cared, care, input === undefined ? { reason } : { reason, input })
        else await moveAuthenticator(cared, care === 'suspend' ? 'suspend' : 'resume', reason)
        return true
      }),
    onSuccess: async (done) => {
      if (done !== true) return
      tell(t('care.done', { label }))
      await queries.invalidateQueries({ queryKey: keys.account(account.id) })
      onClose()
    },
  })
  return (
    <Confirm
      reason
      title={`${t(`${words.of}.label`, { ns: words.ns })}: ${label}`}
      action={t(`${words.of}.label`, { ns: words.ns })}
      danger={care === 'suspend'}
      pending={caring.isPending}
      problem={caring.error === null ? undefined : asProblem(caring.error)}
      onConfirm={(reason) => caring.mutate(reason)}
      onClose={onClose}
    >
      <p>{t(`${words.of}.what`, { ns: words.ns, name: account.name })}</p>
      {Help !== undefined && <Help operation={care} onInput={setInput} />}
    </Confirm>
  )
}
