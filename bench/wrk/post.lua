-- wrk -s post.lua URL -- HEADERS BODY [MARK FIRST]
--
-- Posts the file BODY with the headers of the file HEADERS ("Name: value" lines). With MARK, each request has a number of
-- as many digits in its place, counted up from FIRST. At the end one line of JSON.

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function init(args)
  wrk.method = "POST"
  for name, value in read(args[1]):gmatch("([^:\n]+): ([^\n]*)\n") do
    wrk.headers[name] = value
  end
  local body = read(args[2])
  wrk.body = body
  local mark = args[3]
  if mark == nil then
    return
  end

  local number = tonumber(args[4])
  local whole = wrk.format()
  local from, to = whole:find(mark, 1, true)
  local before, after = whole:sub(1, from - 1), whole:sub(to + 1)
  local form = "%0" .. #mark .. "d"
  request = function()
    number = number + 1
    return before .. form:format(number) .. after
  end
end

function done(summary)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"bytes":%d,"microseconds":%d,"errors":{"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}}\n',
    summary.requests, summary.bytes, summary.duration,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout
  ))
end
