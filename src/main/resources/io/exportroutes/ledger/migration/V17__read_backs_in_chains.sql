-- Up to which day (UTC) the chain of custody of a job tells what was read back at a destination.
create table read_back_marks (
  job text not null,
  destination text not null,
  day text not null,
  primary key (job, destination)
);
