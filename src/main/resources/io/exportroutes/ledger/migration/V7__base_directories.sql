-- The base directories of file and SFTP destinations, as any node saw them: each was there, and its marker has this id once it
-- was seen, or is to have it.
create table base_directories (
  destination text not null,
  place text not null,
  noted_at text not null,
  marker_id text,
  marker_seen_at text,
  file_system text,
  primary key (destination, place),
  -- Seen means that its id is known.
  check (marker_seen_at is null or marker_id is not null)
);
