import { useTranslation } from 'react-i18next'
import { keys } from '../../../api/keys.ts'
import { removeStream, type StreamView, turnStream } from '../../../api/streams.ts'
import { Confirm } from '../../../kit/confirm.tsx'
import { tell } from '../../../kit/tell.ts'
import { useAct } from '../../../step-up/use-act.ts'

export type StreamTurn = 'pause' | 'resume' | 'remove'

interface StreamDialogProps {
  readonly applicationId: string
  readonly stream: StreamView
  readonly turn: StreamTurn
  readonly onClose: () => void
}

/** Asks once more before something is done to a stream. */
export function StreamDialog({ applicationId, stream, turn, onClose }: StreamDialogProps) {
  const { t } = useTranslation('console')
  const acting = useAct(
    [keys.streams(applicationId)],
    async (reason: string) => {
      if (turn === 'remove') await removeStream(stream.id, reason)
      else await turnStream(stream.id, turn, reason)
    },
    () => {
      tell(t(`streams.turn.${turn}.done`))
      onClose()
    },
  )
  return (
    <Confirm
      reason
      title={t(`streams.turn.${turn}.title`)}
      action={t(`streams.turn.${turn}.open`)}
      danger={turn === 'remove'}
      pending={acting.pending}
      problem={acting.problem}
      onConfirm={acting.run}
      onClose={onClose}
    >
      <p>{t(`streams.turn.${turn}.text`)}</p>
    </Confirm>
  )
}
