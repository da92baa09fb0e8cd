-- Rows of older versions as this one would have written them, and the job whose guard an export has to pass wherever it goes.

alter table exports add column first_job text;
update exports set first_job = (select job from runs where runs.id = exports.run_id);

-- What a guard refused is no failure that a sweep may take.
update exports set state = 'REFUSED'
where state = 'FAILED' and error_code in ('guard_min_size', 'guard_max_shrink');

-- LOST is the API's word; what was discarded by hand was LOST too.
update exports set state = 'DISCARDED'
where state = 'LOST' and (error_code is null or error_code not in ('export_lost', 'export_gone', 'export_unlisted',
  'export_renewed', 'export_expired', 'export_not_found', 'not_found'));

-- What a run left when it ended is a dead letter, to be seen and to be discarded.
update exports set state = 'FAILED', error_code = 'unfinished',
  error = 'Its run ended before it was downloaded', hint = 'Replay it, or discard it'
where state = 'TAKEN' and released_at is null
  and exists (select 1 from runs where runs.id = exports.run_id and runs.state in ('PARTIAL', 'FAILED'));

-- Deliveries are planned once the whole listing is read: their run need not ask for it again.
update runs set listed_at = started_at
where listed_at is null and exists (select 1 from deliveries where deliveries.run_id = runs.id);

-- Each key is the one delivery's that wrote under it, or may.
update deliveries set held_key = object_key
where held_key is null and state <> 'DISCARDED' and (export_id, destination) in (
  select export_id, destination from (
    select export_id, destination, row_number() over (partition by destination, object_key order by
      case when held_key is not null then 0 when state = 'DELIVERED' then 1 when error_code = 'key_taken' then 3 else 2 end,
      export_id) as place
    from deliveries where state <> 'DISCARDED') ranked
  where place = 1);
