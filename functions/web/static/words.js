// Times and durations, as people read them.

const ZONE = "Asia/Shanghai";

/** `2026年11月20日 09:30`; empty for null. */
export function moment(iso) {
  return iso ? new Date(iso).toLocaleString("zh-CN", { dateStyle: "long", timeStyle: "short", timeZone: ZONE }) : "";
}

/** The last whole day before an instant: what ends at midnight is good until the day before. */
export function lastDay(iso) {
  return new Date(new Date(iso) - 1).toLocaleDateString("zh-CN", { dateStyle: "long", timeZone: ZONE });
}

/** `58 秒`, `15 分钟`, `3 小时`: rounded up, so that waiting that long is enough. */
export function duration(seconds) {
  if (seconds <= 90) return `${seconds} 秒`;
  if (seconds <= 90 * 60) return `${Math.ceil(seconds / 60)} 分钟`;
  return `${Math.ceil(seconds / 3600)} 小时`;
}
