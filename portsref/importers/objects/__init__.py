"""Objects of products in a cluster, which say more surely than values what is set up."""
