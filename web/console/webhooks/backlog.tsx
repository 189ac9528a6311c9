import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** What waits for somebody who is told, and what was given up; nothing where there is neither. */
export function Backlog({
  of: { waiting, abandoned },
}: {
  of: { readonly waiting: number; readonly abandoned: number }
}) {
  const { t } = useTranslation('console')
  return (
    <>
      {waiting > 0 && (
        <Badge variant="light" color="yellow">
          {t('webhooks.waiting', { count: waiting })}
        </Badge>
      )}
      {abandoned > 0 && (
        <Badge variant="light" color="red">
          {t('webhooks.abandoned', { count: abandoned })}
        </Badge>
      )}
    </>
  )
}
