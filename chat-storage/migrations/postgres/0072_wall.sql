-- The second wall between clients: a statement is given the rows of those clients that its connection or its transaction was told of,
-- in the setting chat.client: their ids with commas between them, or a star for all. Who has said nothing is given no row.
--
-- The setting is read once for a statement, not once for a row. Nothing is asked of these policies before a server that knows of them
-- switches them on, since one of a version before says nothing and would be given nothing.
DO $$
DECLARE
    told CONSTANT text := 'current_setting(''chat.client'', true)';
    name text;
    whose text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'agents', 'api_keys', 'attachments', 'audit_log', 'authorized_domains', 'blobs', 'bookmarks', 'chat_widgets', 'clients',
        'conversations', 'customer_dossiers', 'customer_identities', 'customers', 'definitions', 'deliveries', 'delivery_attempts',
        'domain_history', 'invitations', 'jobs', 'journal', 'journal_heads', 'kept_answers', 'messages', 'outbox_lanes', 'received_calls',
        'search_records', 'sessions', 'webhook_calls', 'webhooks', 'whatsapp_accounts', 'widget_counters'
    ] LOOP
        whose := CASE name WHEN 'clients' THEN 'id' ELSE 'client_id' END;
        EXECUTE format(
            'CREATE POLICY of_client ON %I USING
                (%I = ANY ((SELECT string_to_array(nullif(%s, ''*''), '','')::uuid[])::uuid[]) OR (SELECT %s) = ''*'')',
            name, whose, told, told);
    END LOOP;
END $$;

-- PostgreSQL does not enter an index of words before it has judged the rows, unless every row may be read: a search would read all that
-- a client has. What is found there are numbers and ids; the records themselves are read from behind the wall.
CREATE POLICY found ON search_records FOR SELECT USING (true);
