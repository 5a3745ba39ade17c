-- Custom domains count towards the limit of their organization, a lapsed one too until it is removed.
SELECT counted('domain', 'custom_domains');
