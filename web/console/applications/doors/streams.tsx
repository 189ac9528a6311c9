import { Badge, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../../api/keys.ts'
import { listStreams, type StreamView } from '../../../api/streams.ts'
import { When } from '../../../kit/when.tsx'
import { QueryState } from '../../../step-up/query-state.tsx'
import { Backlog } from '../../webhooks/backlog.tsx'
import classes from './doors.module.css'
import { StreamDialog, type StreamTurn } from './stream-dialog.tsx'

interface StreamsProps {
  readonly applicationId: string
  readonly door: string
}

/** The streams that an application has made itself by a door; nothing where it has none. */
export function Streams({ applicationId, door }: StreamsProps) {
  const { t } = useTranslation('console')
  const [asking, setAsking] = useState<{ readonly stream: StreamView; readonly turn: StreamTurn }>()
  const streams = useQuery({
    queryKey: keys.streams(applicationId),
    queryFn: ({ signal }) => listStreams(applicationId, signal),
  })
  const own = streams.data?.filter((stream) => stream.door === door)
  if (own?.length === 0) return null
  return (
    <section className={classes.secrets} aria-label={t('streams.title')}>
      <h4 className={classes.label}>{t('streams.title')}</h4>
      <QueryState query={streams} height={44} />
      <ul className={classes.list}>
        {own?.map((stream) => (
          <StreamItem key={stream.id} stream={stream} onTurn={(turn) => setAsking({ stream, turn })} />
        ))}
      </ul>
      {asking !== undefined && (
        <StreamDialog applicationId={applicationId} {...asking} onClose={() => setAsking(undefined)} />
      )}
    </section>
  )
}

interface StreamItemProps {
  readonly stream: StreamView
  readonly onTurn: (turn: StreamTurn) => void
}

function StreamItem({ stream, onTurn }: StreamItemProps) {
  const { t } = useTranslation('console')
  const { description, status, cause, failingSince, createdAt } = stream
  const name = stream.url ?? t('streams.fetched')
  const turn = status === 'enabled' ? 'pause' : 'resume'
  return (
    <li className={classes.stream}>
      <div>
        <span className={stream.url === undefined ? undefined : classes.value}>{name}</span>
        <p className={classes.label}>
          {description !== undefined && `${description} · `}
          {t('streams.made')} <When at={createdAt} />
        </p>
        {status !== 'enabled' && <p className={classes.label}>{t(`streams.because.${cause}`)}</p>}
        {status === 'enabled' && failingSince !== undefined && (
          <p className={classes.label}>
            {t('streams.failing')} <When at={failingSince} />
          </p>
        )}
        <States stream={stream} />
      </div>
      <div className={classes.acts}>
        <Button
          variant="default"
          size="xs"
          onClick={() => onTurn(turn)}
          aria-label={t(`streams.turn.${turn}.named`, { name })}
        >
          {t(`streams.turn.${turn}.open`)}
        </Button>
        <Button
          variant="outline"
          color="red"
          size="xs"
          onClick={() => onTurn('remove')}
          aria-label={t('streams.turn.remove.named', { name })}
        >
          {t('streams.turn.remove.open')}
        </Button>
      </div>
    </li>
  )
}

function States({ stream }: { stream: StreamView }) {
  const { t } = useTranslation('console')
  const { status, failingSince } = stream
  const state = status === 'enabled' && failingSince !== undefined ? 'failing' : status
  const colour = { enabled: 'gate', paused: 'gray', disabled: 'gray', failing: 'red' }[state]
  return (
    <p className={classes.states}>
      <Badge variant="light" color={colour}>
        {t(`streams.state.${state}`)}
      </Badge>
      <Backlog of={stream} />
    </p>
  )
}
