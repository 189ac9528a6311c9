import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './more.module.css'

/** A list that comes page by page. */
interface Pages {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): unknown
}

/** The next page of a list, where there is one. */
export function More({ list }: { readonly list: Pages }) {
  const { t } = useTranslation('kit')
  if (!list.hasNextPage) return null
  return (
    <div className={classes.more}>
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('more')}
      </Button>
    </div>
  )
}
