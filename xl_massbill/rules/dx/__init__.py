"""Rules about diagnoses: present, valid on the day, from the record, fit for what was treated."""
