#include "CQuernSystem.h"
