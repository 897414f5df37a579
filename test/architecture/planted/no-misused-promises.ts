export function scheduleAll(jobs: Map<string, number>): void {
  jobs.forEach(async () => {
    await Promise.resolve();
  });
}
