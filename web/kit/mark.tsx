import { arch } from './arch.ts'

/** The mark of Sallyport: two doors in a row, a light behind the second. */
export function Mark({ size = 32, onWall = false }: { size?: number; onWall?: boolean }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill={onWall ? 'rgb(255 255 255 / 10%)' : '#0f6b5e'} />
      <path d={arch(16, 26, 19, 20.5)} fill="none" stroke="#ffffff" strokeWidth="2" strokeLinejoin="round" />
      <path d={arch(16, 26, 9, 12)} fill="#f0b257" />
    </svg>
  )
}
