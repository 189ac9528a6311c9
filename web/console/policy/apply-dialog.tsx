import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { applyRules, type ChangeView } from '../../api/policy.ts'
import { asProblem } from '../../api/problem.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { Changes } from './changes.tsx'

interface ApplyDialogProps {
  readonly rules: Parameters<typeof applyRules>[0]['rules']
  readonly base: number
  readonly changes: readonly ChangeView[]
  readonly onApplied: () => void
  readonly onClose: () => void
}

/** Puts rules in force, with a reason. */
export function ApplyDialog({ rules, base, changes, onApplied, onClose }: ApplyDialogProps) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const applying = useMutation({
    mutationFn: (reason: string) => withStepUp(() => applyRules({ rules, base, reason })),
    onSuccess: async (applied) => {
      if (applied === undefined) return
      await queries.invalidateQueries({ queryKey: keys.policy })
      await queries.invalidateQueries({ queryKey: keys.revisions })
      tell(t('policy.inForce', { number: applied.revision }))
      onApplied()
    },
  })
  return (
    <Confirm
      reason
      title={t('policy.applyTitle')}
      action={t('policy.applyAction')}
      pending={applying.isPending}
      problem={applying.error === null ? undefined : asProblem(applying.error)}
      onConfirm={(reason) => applying.mutate(reason)}
      onClose={onClose}
    >
      <p>{t('policy.applyText')}</p>
      <Changes changes={changes} />
    </Confirm>
  )
}
