// Cecil's modules and their resolver read lazily and are not made for several threads at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
