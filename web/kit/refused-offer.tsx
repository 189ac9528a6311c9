import { Button, Stack } from '@mantine/core'
import { Alert } from './alert.tsx'
import type { EnrolProps } from './factor-screens.ts'
import { noticeTexts } from './notice-text.ts'
import { ProblemAlert } from './problem-alert.tsx'

/** Why something was not set up, in the words of its factor where it has some. */
export function RefusalAlert({ info, problem }: Pick<EnrolProps, 'info' | 'problem'>) {
  const texts = noticeTexts(info, problem)
  return texts.length === 0 ? <ProblemAlert problem={problem} /> : <Alert tone="bad">{texts.join(' ')}</Alert>
}

interface RefusedOfferProps extends Pick<EnrolProps, 'info' | 'problem' | 'onAgain'> {
  readonly again: string
}

/** The same with a fresh start, where an offer is answered once. */
export function RefusedOffer({ info, problem, again, onAgain }: RefusedOfferProps) {
  return (
    <Stack gap="lg">
      <RefusalAlert info={info} problem={problem} />
      {onAgain !== undefined && (
        <Button fullWidth onClick={onAgain}>
          {again}
        </Button>
      )}
    </Stack>
  )
}
