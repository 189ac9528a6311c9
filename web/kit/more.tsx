import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import classes from './more.module.css'
import { ProblemAlert } from './problem-alert.tsx'

/** A list that comes page by page. */
export interface Pages {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly error: unknown
  fetchNextPage(): unknown
}

/** The next page of a list, where there is one. */
export function More({ list }: { readonly list: Pages }) {
  const { t } = useTranslation('kit')
  if (!list.hasNextPage) return null
  return (
    <div className={classes.more}>
      {list.isFetchNextPageError && <ProblemAlert problem={asProblem(list.error)} />}
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('more')}
      </Button>
    </div>
  )
}
