import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listAnnouncements, seeAnnouncement } from '../../api/announcements.ts'
import { keys } from '../../api/keys.ts'
import { Alert } from '../../kit/alert.tsx'
import { When } from '../../kit/when.tsx'
import classes from './announcements.module.css'

/** What happened to the account where no confirmed address could be told: it stays until it was opened and read here (R9). */
export function Announcements() {
  const { t } = useTranslation(['portal', 'kit'])
  const queries = useQueryClient()
  const list = useQuery({
    queryKey: keys.announcements,
    queryFn: ({ signal }) => listAnnouncements(signal),
  })
  const seeing = useMutation({
    mutationFn: seeAnnouncement,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.announcements }),
  })
  const items = list.data?.items ?? []
  if (list.error !== null && list.data === undefined)
    return (
      <div className={classes.list}>
        <Alert tone="warn" title={t('announcements.unread')}>
          <p>
            <Button size="xs" variant="default" loading={list.isFetching} onClick={() => void list.refetch()}>
              {t('again', { ns: 'kit' })}
            </Button>
          </p>
        </Alert>
      </div>
    )
  if (items.length === 0) return null
  return (
    <section className={classes.list} aria-label={t('announcements.title')}>
      {items.map(({ id, at, title, text }) => (
        <Alert key={id} tone="warn" title={title}>
          <details className={classes.story}>
            <summary>
              {t('announcements.story')} · <When at={at} />
            </summary>
            <p>{text}</p>
            <p>
              <Button
                size="xs"
                variant="default"
                loading={seeing.isPending && seeing.variables === id}
                onClick={() => seeing.mutate(id)}
              >
                {t('announcements.seen')}
              </Button>
            </p>
          </details>
        </Alert>
      ))}
    </section>
  )
}
