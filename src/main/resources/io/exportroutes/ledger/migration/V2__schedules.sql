-- What is known of each job's firings: up to when all of them were dealt with, and since when the job is paused.

create table schedules (
  job text not null primary key,
  seen_until text not null,
  paused_since text
);
