import { useTranslation } from 'react-i18next'

/** What a door is called, as rules speak of it; its id where this page does not know it. */
export function useDoorName(): (door: string) => string {
  const { t } = useTranslation('console')
  return (door) => t(`policy.door.${door}`, { defaultValue: door })
}
