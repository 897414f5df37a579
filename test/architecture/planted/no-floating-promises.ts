async function publish(): Promise<void> {
  await Promise.resolve();
}

publish();
