import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { askForLane, askForPasswordLink } from '../api/attempts.ts'
import { asProblem } from '../api/problem.ts'
import { Alert } from '../kit/alert.tsx'
import { ProblemAlert } from '../kit/problem-alert.tsx'
import { Turns } from '../kit/turns.tsx'

/** The owner's way past strangers who guess. */
export function LaneLink() {
  return <AskForMail words="lane" ask={askForLane} />
}

/** The way to another password. */
export function ForgottenPassword() {
  return <AskForMail words="forgotten" ask={askForPasswordLink} quiet />
}

interface AskForMailProps {
  readonly words: 'lane' | 'forgotten'
  readonly ask: () => Promise<void>
  /** Offered to everybody, and needed by few. */
  readonly quiet?: boolean
}

/** Has a link sent to the owner's mailbox. Whether there is one is not told. */
function AskForMail({ words, ask, quiet = false }: AskForMailProps) {
  const { t } = useTranslation('attempt')
  const asking = useMutation({ mutationFn: ask })
  if (asking.isSuccess) return <Alert tone="info">{t(`${words}.asked`)}</Alert>
  const common = { loading: asking.isPending, onClick: () => asking.mutate(), children: t(`${words}.action`) }
  return (
    <>
      <ProblemAlert problem={asking.error === null ? undefined : asProblem(asking.error)} />
      {quiet ? (
        <Turns>
          <Button variant="subtle" size="sm" {...common} />
        </Turns>
      ) : (
        <Button variant="default" fullWidth {...common} />
      )}
    </>
  )
}
