console.log('a service speaks through its logger');
