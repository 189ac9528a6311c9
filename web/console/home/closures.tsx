import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import { reopenMessages } from '../../api/summary.ts'
import type { ClosureView } from '../../api/types.ts'
import { useSession } from '../../api/use-session.ts'
import { Alert } from '../../kit/alert.tsx'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { When } from '../../kit/when.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import classes from './home.module.css'

/** Text messages that were stopped, each with its reason; administrators may let them out again. */
export function Closures({ closures }: { closures: readonly ClosureView[] }) {
  const { t } = useTranslation('console')
  const [opening, setOpening] = useState<ClosureView>()
  const mayOpen = useSession().data?.account.role === 'administrator'
  return (
    <>
      {closures.map((closure) => (
        <Alert key={closure.scope} tone="bad" title={t('home.closed', { what: closure.what })}>
          <span>
            {t('home.closedBecause', { because: closure.because })} {t('home.closedUntil')}{' '}
            <When at={closure.until} />.
          </span>
          {mayOpen && (
            <div className={classes.reopen}>
              <Button size="xs" variant="default" onClick={() => setOpening(closure)}>
                {t('home.reopen')}
              </Button>
            </div>
          )}
        </Alert>
      ))}
      {opening !== undefined && <Reopen closure={opening} onClose={() => setOpening(undefined)} />}
    </>
  )
}

function Reopen({ closure, onClose }: { closure: ClosureView; onClose: () => void }) {
  const { t } = useTranslation('console')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const reopening = useMutation({
    mutationFn: (reason: string) => withStepUp(() => reopenMessages(closure.scope, reason).then(() => true)),
    onSuccess: async (done) => {
      if (done === undefined) return
      tell(t('home.reopened'))
      onClose()
      await queries.invalidateQueries({ queryKey: keys.summary })
    },
  })
  return (
    <Confirm
      title={t('home.reopenTitle')}
      action={t('home.reopen')}
      reason
      pending={reopening.isPending}
      problem={reopening.error === null ? undefined : asProblem(reopening.error)}
      onConfirm={(reason) => reopening.mutate(reason)}
      onClose={onClose}
    >
      <p>{t('home.reopenText', { what: closure.what })}</p>
    </Confirm>
  )
}
