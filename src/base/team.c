#include "base/team.h"

#include <pthread.h>
#include <unistd.h>

size_t team_size(size_t wanted)
{
	long count = wanted ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > TEAM_MAX ? TEAM_MAX : (size_t)count;
}

void team_run(void *(*work)(void *member), void *members, size_t size, size_t count)
{
	pthread_t threads[TEAM_MAX];
	char *at = members;
	size_t made = 1;

	while (made < count && pthread_create(&threads[made], NULL, work, at + made * size) == 0)
		made++;
	work(at);
	for (size_t i = 1; i < made; i++)
		pthread_join(threads[i], NULL);
}
